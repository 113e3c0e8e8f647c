"""Figures and draws: appraisal, risk, sampling, the year, scorecards."""
