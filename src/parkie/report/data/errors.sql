-- Pages that failed, by the kind of failure, with one of them.
select error_type, count(*) as pages, min(id) as example, min_by(error_message, id) as message
from articles
where error_type is not null
group by all
order by pages desc, error_type
limit 20
