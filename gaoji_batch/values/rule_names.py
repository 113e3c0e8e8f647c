"""Names of the rules that rooms outside `rules` report or look for, each with its code.

The one place outside `rules`, its cases and the catalogue where codes stand. What a rule means, cites and
says is in its decorator; what it is (late, reducible, cleared by the center …) as well: ask the rule, not a
list of names.
"""

# faults of a file or a sheet, found by readers
UNREADABLE = "F001"
ENCRYPTED = "F002"
OVER_LIMIT = "F003"
NO_KNOWN_FORM = "F004"
COLUMN_MISSING = "F005"
COLUMN_TWICE = "F006"
UNKNOWN_COLUMN = "F007"
NO_DATA_ROWS = "F008"
NO_NUMBER_OR_DATE = "F009"
MACROS = "F010"
NO_FORMULA_RESULT = "F011"
HIDDEN_DATA = "F012"
SAME_CONTENT = "F013"
ERROR_VALUE = "F014"
REPLACED = "F015"
CLASHING_FILING = "F016"
ID_NUMBER_IN_FILE_NAME = "F017"
ATTACHMENT = "F018"
UNREAD_CONTENT = "F019"

# faults of one field, found by the checks of its form
EMPTY_CELL = "D101"
BAD_ID_NUMBER = "D102"
STORED_AS_NUMBER = "D103"
CONTRADICTS_ID_NUMBER = "D104"
REPEATED_KEY = "D105"
UNREADABLE_DATE = "D106"
NOT_IN_CODE_LIST = "D107"
BAD_USCC = "D108"
BAD_PHONE = "D109"
OUT_OF_RANGE = "D110"
BAD_CERTIFICATE = "D111"
DOUBTFUL_NAME = "D112"
BAD_OCCUPATION_CODE = "D113"
RUNS_AS_FORMULA = "D114"
NOT_IN_OPEN_LIST = "D116"
BAD_ACCOUNT = "D117"

# what the steps of payment and reconciliation find themselves
NOT_COVERED = "E0411"
NO_PRIOR_EXTRACT = "E0415"
NOT_APPROVED = "P1101"
NO_APPROVED_LIST = "P1102"
FILING_LACKING = "P1302"
TOO_SMALL_WITHOUT_REJECTED = "Q0607"
HEADS_NOT_ELIGIBLE = "S1601"
AMOUNT_NOT_DUE = "S1602"
PAID_ALREADY = "S1603"
COMPLETION_LACKING = "S1605"
OVER_BUDGET = "S1606"
NOW_REFUSED = "S1608"
PERHAPS_PAID = "S1609"
STRUCK_OFF = "U1801"
PAID_ANOTHER_AMOUNT = "R05"
PAID_WITHOUT_CLAIM = "R06"
MATCHES_NOTHING = "R07"
PAID_TWICE = "R09"
LEDGER_DISAGREES = "R10"
PERHAPS_ONE_TRANSFER = "R12"
PAID_SOMEBODY_ELSE = "R13"
CRASHED = "X001"

NOTHING_READ = (UNREADABLE, ENCRYPTED, OVER_LIMIT)
"""Faults of a file, or of a member of an archive, of which nothing was read."""
NOT_COUNTABLE = (COLUMN_MISSING, COLUMN_TWICE, NO_DATA_ROWS)
"""A sheet with one of these counts as filed, but no quota, hours or pairing is judged by it."""
BAD_NUMBER = (BAD_ID_NUMBER, STORED_AS_NUMBER)
"""An ID number that cannot be joined on."""
