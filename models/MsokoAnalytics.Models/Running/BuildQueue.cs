using MsokoAnalytics.Models.Contracts;

namespace MsokoAnalytics.Models.Running;

/// <summary>
/// Which models are still to be built and which of them are ready, for builders that work side by side. A model is ready when all it depends on is done; among the ready
/// ones the order of the project decides. For one thread at a time: its callers take turns.
/// </summary>
/// <param name="models">All models, each after those it depends on.</param>
internal sealed class BuildQueue(IReadOnlyList<ModelDefinition> models)
{
    private readonly HashSet<string> _open = models.Select(m => m.FullName).ToHashSet(StringComparer.Ordinal);
    private readonly List<ModelDefinition> _waiting = [.. models];
    private readonly HashSet<string> _alone = new(StringComparer.Ordinal);
    private int _running;
    private bool _isTaken;

    /// <summary>Whether nothing waits and nothing runs.</summary>
    public bool IsEmpty => _open.Count == 0;

    /// <summary>Models that nobody has begun.</summary>
    public IReadOnlyList<ModelDefinition> Waiting => _waiting;

    /// <summary>The models that may be begun now, in their order; empty while one runs alone.</summary>
    public IEnumerable<ModelDefinition> Ready()
    {
        // A model that is to run alone gets its turn: nothing else is begun while it waits for those that run.
        if (_isTaken || (_running > 0 && _waiting.Exists(m => _alone.Contains(m.FullName)))) yield break;
        // A copy: callers begin or skip what they are given. What one of them makes ready comes behind it.
        foreach (var model in _waiting.ToList())
            if (!model.Dependencies.Any(_open.Contains)) yield return model;
    }

    /// <summary>Takes a ready model out of the waiting ones.</summary>
    public void Begin(ModelDefinition model)
    {
        _waiting.Remove(model);
        _running++;
        _isTaken = _alone.Contains(model.FullName);
    }

    /// <summary>A model that was begun is done; what waits for it may be ready now.</summary>
    public void End(ModelDefinition model)
    {
        _open.Remove(model.FullName);
        Leave();
    }

    /// <summary>A model that was begun waits again, and is begun next time when nothing else runs.</summary>
    public void PutBackAlone(ModelDefinition model)
    {
        _alone.Add(model.FullName);
        _waiting.Insert(0, model);
        Leave();
    }

    /// <summary>A waiting model needs no building.</summary>
    public void Skip(ModelDefinition model)
    {
        _waiting.Remove(model);
        _open.Remove(model.FullName);
    }

    private void Leave()
    {
        _running--;
        _isTaken = false;
    }
}
