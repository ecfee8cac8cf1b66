"""Seals (印章): find them on a page, unwrap their arc, read them, compare the organisation with the expected one."""
