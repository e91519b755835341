-- Parks by the events in which they are named.
select name, count(distinct (page, event)) as events, count(distinct type) as types, count(distinct page) as pages
from arguments
join events using (page, event)
where label = 'PARK'
group by name
order by events desc, name
limit 20
