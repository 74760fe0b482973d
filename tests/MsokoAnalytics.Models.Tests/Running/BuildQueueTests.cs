using MsokoAnalytics.Models.Running;
using MsokoAnalytics.Models.Tests.Infrastructure;

namespace MsokoAnalytics.Models.Tests.Running;

/// <summary>a and b stand on the input, c on both, d on c.</summary>
public sealed class BuildQueueTests : IDisposable
{
    private readonly ProjectFolder _folder = new();
    private readonly ModelProject _project;
    private readonly BuildQueue _queue;

    public BuildQueueTests()
    {
        _folder.Model("core.a", "SELECT i.id, i.value FROM staging.input AS i");
        _folder.Model("core.b", "SELECT i.id, i.value FROM staging.input AS i");
        _folder.Model("core.c", "SELECT a.id, b.value FROM core.a AS a JOIN core.b AS b ON b.id = a.id");
        _folder.Model("core.d", "SELECT c.id, c.value FROM core.c AS c");
        _project = _folder.Load();
        _queue = new BuildQueue(_project.Models);
    }

    [Fact]
    public void A_model_is_ready_when_all_it_stands_on_is_done()
    {
        Assert.Equal("a b", Ready());
        _queue.Begin(Model("a"));
        Assert.Equal("b", Ready());
        _queue.Begin(Model("b"));
        _queue.End(Model("a"));
        Assert.Equal("", Ready());
        _queue.End(Model("b"));
        Assert.Equal("c", Ready());
        _queue.Skip(Model("c"));
        Assert.Equal("d", Ready());
        _queue.Begin(Model("d"));
        Assert.False(_queue.IsEmpty);
        _queue.End(Model("d"));
        Assert.True(_queue.IsEmpty);
    }

    [Fact]
    public void What_is_skipped_on_the_way_makes_ready_what_comes_behind_it()
    {
        var seen = new List<string>();
        foreach (var model in _queue.Ready())
        {
            seen.Add(model.Name);
            _queue.Skip(model);
        }

        Assert.Equal(["a", "b", "c", "d"], seen);
        Assert.True(_queue.IsEmpty);
    }

    [Fact]
    public void A_model_put_back_runs_alone()
    {
        _queue.Begin(Model("a"));
        _queue.Begin(Model("b"));
        _queue.PutBackAlone(Model("b"));
        // Not beside a, and nothing else before it.
        Assert.Equal("", Ready());
        _queue.End(Model("a"));
        Assert.Equal("b", Ready());
        _queue.Begin(Model("b"));
        Assert.Equal("", Ready());
        _queue.End(Model("b"));
        Assert.Equal("c", Ready());
    }

    public void Dispose() => _folder.Dispose();

    private string Ready() => string.Join(' ', _queue.Ready().Select(m => m.Name));

    private Contracts.ModelDefinition Model(string name) => _project.Models.Single(m => m.Name == name);
}
