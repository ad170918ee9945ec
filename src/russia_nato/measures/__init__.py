"""Numbers of the course, without matplotlib: tone of events, change points, agreement of coders."""
