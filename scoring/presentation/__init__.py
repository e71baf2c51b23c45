"""Results as documents, tables and files: plain data in, text out, without Django."""
