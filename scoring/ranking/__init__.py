"""Leaderboards as arithmetic: scores, intervals, tests and ranks from arrays, without Django."""
