"""Pages of planning: parse, one service call, answer."""
