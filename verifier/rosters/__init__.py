"""Rosters (花名册、一览表、汇总表): read from a workbook, checked against the notice and the applicants' papers."""
