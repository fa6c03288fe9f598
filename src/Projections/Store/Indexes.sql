-- Indexes over Marten's tables by expressions that it has no words for; EventStoreShape tells it to leave them alone.

-- The open runs of a pipeline in the order of their intervals: is any before this one?
create index if not exists mt_doc_run_open on ep.mt_doc_run ((data ->> 'pipeline'), ((data ->> 'slice') collate "C")) where (data ->> 'outcome') is null;

-- The few intervals with something delivered that nobody has taken in.
create index if not exists mt_doc_interval_redelivered on ep.mt_doc_interval (id) where jsonb_array_length(coalesce(data -> 'redelivered', '[]'::jsonb)) > 0;
