-- The chain of the audit trail from its first seal on, and which entries each seal holds; lists
-- without a seal, too.
select
  seal.number,
  member.number as list_number,
  seal.kind,
  (extract(epoch from seal.sealed_at) * 1000000)::bigint as sealed_at,
  to_char(seal.week, 'YYYY-MM-DD') as week,
  seal.entries,
  encode(seal.digest, 'hex') as digest,
  encode(seal.previous, 'hex') as previous,
  encode(seal.hash, 'hex') as hash,
  cardinality(member.entry_ids) as listed,
  (
    select string_agg(item.entry_id || ':' || encode(item.digest, 'hex') || e'\n', '' order by place)
    from unnest(member.entry_ids, member.digests)
      with ordinality as item (entry_id, digest, place)
  ) as list
from redline.audit_seal seal
full join redline.audit_seal_member member on member.number = seal.number
order by coalesce(seal.number, member.number)
