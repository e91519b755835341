-- Events by the month of their day, which is the one told of the event, else the one of the page; null is unknown.
select
    strftime(coalesce(latest, published_latest), '%Y-%m') as month,
    realis,
    count(*) as events
from events
left join times using (page, event)
left join articles using (page)
group by all
order by all
