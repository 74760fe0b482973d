using System.Data.Common;
using MsokoAnalytics.Models.Tests.Infrastructure;
using MsokoAnalytics.Warehouse;

namespace MsokoAnalytics.Models.Tests.Running;

/// <summary>Models built side by side: «core.a» is made by a program that waits for others, «core.b» and «core.c» are SQL.</summary>
public sealed class ParallelBuildTests : IDisposable
{
    private const string ShortOfMemory = "Out of Memory Error: could not allocate block of size 256.0 KiB";
    private readonly ProjectFolder _folder = new();
    private readonly List<string> _steps = [];

    /// <summary>Set when core.b has ended.</summary>
    private readonly ManualResetEventSlim _bEnded = new();

    public ParallelBuildTests()
    {
        _folder.Model("core.a", "SELECT i.id, i.value FROM staging.input AS i", materialized: "analysis\nanalysis: waiting-1");
        _folder.Model("core.b", "SELECT i.id, i.value FROM staging.input AS i");
        _folder.Model("core.c", "SELECT b.id, b.value FROM core.b AS b");
        _folder.Model("core.d", "SELECT a.id, c.value FROM core.a AS a JOIN core.c AS c ON c.id = a.id");
    }

    [Fact]
    public async Task Two_models_are_built_at_the_same_time()
    {
        using var database = Filled();
        var result = await BuildAsync(database, new Program(this, _ => { }));
        Assert.True(result.Succeeded, string.Join(Environment.NewLine, result.Errors));
        Assert.Equal("core.a core.b core.c core.d", string.Join(' ', result.Models.Select(m => m.Model)));
        Assert.Equal("1|x", string.Join('|', database.Query("SELECT id, value FROM core.d")[0]));
        // The program ended only after b had.
        Assert.True(_steps.IndexOf("core.b Built") < _steps.IndexOf("core.a Built"));
        Assert.True(result.Models.Sum(m => m.Seconds) <= result.Seconds);
    }

    [Fact]
    public async Task A_model_short_of_memory_beside_another_is_built_again_alone()
    {
        using var database = Filled();
        var result = await BuildAsync(database, new Program(this, attempt =>
        {
            if (attempt == 1) throw new EngineFault(ShortOfMemory);
        }));
        Assert.True(result.Succeeded, string.Join(Environment.NewLine, result.Errors));
        Assert.Equal("1|x", string.Join('|', database.Query("SELECT id, value FROM core.d")[0]));
        var second = _steps.LastIndexOf("core.a Started");
        Assert.Equal(2, _steps.Count(s => s == "core.a Started"));
        Assert.Equal("core.a Built", _steps[second + 1]);
    }

    [Fact]
    public async Task A_model_short_of_memory_with_nothing_beside_it_fails()
    {
        using var database = Filled();
        _bEnded.Set();
        var attempts = 0;
        var result = await BuildAsync(database, new Program(this, attempt =>
        {
            attempts = attempt;
            throw new EngineFault(ShortOfMemory);
        }), beside: false);
        Assert.False(result.Succeeded);
        Assert.Equal(1, attempts);
        Assert.Contains("Out of Memory", Assert.Single(result.Errors), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_failed_model_ends_the_build_and_what_ran_beside_it_is_not_published()
    {
        _folder.Model("core.b", "SELECT i.id, CAST(i.value AS INTEGER) AS value FROM staging.input AS i", columns: ProjectFolder.Column("id", "INTEGER") + ProjectFolder.Column("value", "INTEGER"));
        using var database = Filled();
        var result = await BuildAsync(database, new Program(this, _ => { }));
        Assert.Equal(["core.a Discarded", "core.b Failed", "core.c NotRun", "core.d NotRun"], result.Models.Select(m => $"{m.Model} {m.Status}"));
        Assert.Equal("0", database.Scalar("SELECT count(*) FROM duckdb_tables() WHERE schema_name = 'core'"));
    }

    [Fact]
    public async Task A_fault_of_the_program_stops_the_others_and_is_the_one_that_is_told()
    {
        using var database = Filled();
        var waiting = new Program(this, _ => { }) { Then = token => token.WaitHandle.WaitOne() };
        var fault = await Assert.ThrowsAsync<InvalidDataException>(() => BuildAsync(database, waiting, onStep: step =>
        {
            if (step is { Stage: ModelStage.Built, Model: "core.b" }) throw new InvalidDataException("told");
        }));
        Assert.Equal("told", fault.Message);
        Assert.DoesNotContain("core.a Built", _steps);
        Assert.Equal("0", database.Scalar("SELECT count(*) FROM duckdb_tables() WHERE schema_name = 'core'"));
    }

    public void Dispose()
    {
        _folder.Dispose();
        _bEnded.Dispose();
    }

    private TestDatabase Filled()
    {
        var database = new TestDatabase(_folder.Load());
        database.Execute("INSERT INTO staging.input VALUES (1, 'x')");
        return database;
    }

    private Task<BuildResult> BuildAsync(TestDatabase database, Program program, bool beside = true, Action<ModelProgress>? onStep = null) =>
        new ModelRunner(database.Connection, _folder.Load(), new RunContext("r1")
        {
            Analyses = [program],
            Another = beside ? database.Connection.Duplicate : null,
            Progress = step =>
            {
                _steps.Add($"{step.Model} {step.Stage}");
                if (step is { Stage: ModelStage.Built or ModelStage.Failed, Model: "core.b" }) _bEnded.Set();
                onStep?.Invoke(step);
            },
        }).RunAsync();

    /// <summary>Copies its rows after core.b has ended.</summary>
    /// <param name="test">The test.</param>
    /// <param name="onAttempt">Called with the number of the attempt, from 1.</param>
    private sealed class Program(ParallelBuildTests test, Action<int> onAttempt) : IModelAnalysis
    {
        private int _attempts;

        public string Name => "waiting-1";

        public Action<CancellationToken>? Then { get; init; }

        public void Fill(AnalysisTask task)
        {
            Assert.True(test._bEnded.Wait(TimeSpan.FromMinutes(1), task.Token), "core.b has not been built beside core.a");
            Then?.Invoke(task.Token);
            task.Token.ThrowIfCancellationRequested();
            onAttempt(++_attempts);
            using var writer = new RowWriter(task.Connection, task.Schema, task.Table);
            writer.Whole(1).Text("x").End();
            writer.Complete();
        }
    }

    private sealed class EngineFault(string message) : DbException(message);
}
