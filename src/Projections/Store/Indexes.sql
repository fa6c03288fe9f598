-- Indexes over Marten's tables by expressions that it has no words for; EventStoreShape tells it to leave them alone.

-- The open runs of a pipeline in the order of their intervals: is any before this one?
create index if not exists mt_doc_run_open on ep.mt_doc_run ((data ->> 'pipeline'), ((data ->> 'slice') collate "C")) where (data ->> 'outcome') is null;
