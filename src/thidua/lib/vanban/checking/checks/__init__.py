"""The checks, by what they look at; each takes the file or a paper of it and reports what departs."""
