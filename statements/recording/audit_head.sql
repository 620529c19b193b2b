-- The last seal of the audit trail, and which database it is of.
select
  installation.id as installation,
  seal.number,
  encode(seal.hash, 'hex') as hash,
  seal.sealed_at
from redline.installation
left join (
  select number, hash, sealed_at from redline.audit_seal order by number desc limit 1
) seal on true
