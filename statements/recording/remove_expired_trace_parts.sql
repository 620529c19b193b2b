-- Removes parts of traces that are past their time.
select redline.remove_expired_trace_parts()
