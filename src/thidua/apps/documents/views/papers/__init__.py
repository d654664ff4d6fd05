"""Pages of papers: lists, one paper, writing it, its steps, where it goes."""
