-- What is missing, each with the number that it is a part of.
select 1 as place, 'pages without a publication day' as what, count(*) filter (published_latest is null) as missing, count(*) as whole
from articles where error_type is null
union all
select 2, 'pages without an event', count(*) - (select count(distinct page) from events), count(*)
from articles where error_type is null
union all
select 3, 'dates that are not resolved', count(*) filter (earliest is null and latest is null), count(*) from dates
union all
select 4, 'figures without a value or a bound', count(*) filter (value is null and low is null and high is null), count(*)
from figures
union all
select 5, 'events with a confidence below 0.5', count(*) filter (confidence < 0.5), count(*) from events
union all
select 6, 'events without an argument', count(*) filter (arguments is null), count(*)
from events left join (select page, event, count(*) as arguments from arguments group by all) using (page, event)
order by place
