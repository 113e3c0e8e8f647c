"""Fills a gap of Wine's ucrtbase that numpy falls into: `crealf` and `cimagf` are stubs there that end the
process.

A float complex comes in one register, its real part in the lower half.
"""

import ctypes

_CODE = {
    "crealf": "660f6ec1c3",  # movd xmm0, ecx; ret
    "cimagf": "48c1e920660f6ec1c3",  # shr rcx, 32; movd xmm0, ecx; ret
}
_library = ctypes.CDLL("ucrtbase")
_protect = ctypes.windll.kernel32.VirtualProtect
_protect.argtypes = [ctypes.c_void_p, ctypes.c_size_t, ctypes.c_uint32, ctypes.c_void_p]
for _name, _said in _CODE.items():
    _stub, _bytes = ctypes.cast(getattr(_library, _name), ctypes.c_void_p), bytes.fromhex(_said)
    _protect(_stub, len(_bytes), 0x40, ctypes.byref(ctypes.c_uint32()))
    ctypes.memmove(_stub, _bytes, len(_bytes))
