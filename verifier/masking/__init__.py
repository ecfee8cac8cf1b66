"""Name masking (信息遮盖): find a name on every surface, judge covers."""
