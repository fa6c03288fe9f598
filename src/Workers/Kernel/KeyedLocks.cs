namespace EventedPipelines.Workers.Kernel;

/// <summary>One lock per key, kept only while somebody holds or awaits it.</summary>
sealed class KeyedLocks
{
    readonly Dictionary<string, (SemaphoreSlim Semaphore, int Users)> _locks = new(StringComparer.Ordinal);

    public async Task<IDisposable> TakeAsync(string key, CancellationToken cancellationToken)
    {
        var semaphore = Join(key);
        try
        {
            await semaphore.WaitAsync(cancellationToken);
            return new Held(this, key, semaphore);
        }
        catch (OperationCanceledException)
        {
            Leave(key);
            throw;
        }
    }

    SemaphoreSlim Join(string key)
    {
        lock (_locks)
        {
            var (semaphore, users) = _locks.TryGetValue(key, out var found) ? found : (new SemaphoreSlim(1), 0);
            _locks[key] = (semaphore, users + 1);
            return semaphore;
        }
    }

    void Leave(string key)
    {
        lock (_locks)
        {
            var (semaphore, users) = _locks[key];
            if (users > 1)
            {
                _locks[key] = (semaphore, users - 1);
            }
            else
            {
                _locks.Remove(key);
            }
        }
    }

    sealed class Held(KeyedLocks owner, string key, SemaphoreSlim semaphore) : IDisposable
    {
        public void Dispose()
        {
            semaphore.Release();
            owner.Leave(key);
        }
    }
}
