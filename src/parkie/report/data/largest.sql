-- The largest of these amounts, to be looked at: one misread figure can be more than all others together.
select articles.id, events.type, realis, told, amount::double as amount
from money
join events using (page, event)
join articles using (page)
where realis = 'planned' or (type = 'signing' and realis = 'actual')
order by money.amount desc, articles.id, event
limit 10
