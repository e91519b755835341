-- One row: how many of everything there are.
select
    (select count(*) from articles) as pages,
    (select count(*) from articles where error_type is not null) as errors,
    (select count(*) from events) as events,
    (select count(*) from entities) as entities,
    (select count(*) from figures) as figures,
    (select count(*) from dates) as dates
