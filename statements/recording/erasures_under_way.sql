-- Erasures that were begun and are not finished.
select erasure_id, owner from redline.erasure where owner is not null order by requested_at
