-- Money by year: signed (signings told as facts) and planned (whatever is told as a plan), the least that is said.
select
    year(coalesce(times.latest, published_latest)) as year,
    if(realis = 'planned', 'planned', 'signed') as kind,
    count(*) as events,
    sum(amount)::double as amount
from money
join events using (page, event)
left join times using (page, event)
left join articles using (page)
where realis = 'planned' or (type = 'signing' and realis = 'actual')
group by all
order by all
