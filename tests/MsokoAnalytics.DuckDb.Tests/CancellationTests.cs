using Xunit;

namespace MsokoAnalytics.DuckDb.Tests;

public sealed class CancellationTests : IDisposable
{
    private readonly DuckDbConnection _connection = Db.Memory();

    [Fact]
    public async Task Cancel_interrupts_a_long_query()
    {
        using var command = _connection.Command(Db.EndlessSql);
        var run = Task.Run(() => command.ExecuteScalar());
        // An interrupt that comes before the query has started is for nobody.
        while (!run.IsCompleted)
        {
            await Task.Delay(50);
            command.Cancel();
        }

        var error = await Assert.ThrowsAsync<DuckDbException>(() => run);
        Assert.Equal(DuckDbErrorType.Interrupt, error.ErrorType);
        Assert.Equal(1, _connection.Scalar("SELECT 1"));
    }

    [Fact]
    public async Task Token_interrupts_every_asynchronous_call()
    {
        foreach (var call in (Func<DuckDbCommand, CancellationToken, Task>[])[
            (c, t) => c.ExecuteScalarAsync(t),
            (c, t) => c.ExecuteNonQueryAsync(t),
            (c, t) => c.ExecuteReaderAsync(t)])
        {
            using var command = _connection.Command(Db.EndlessSql);
            using var source = new CancellationTokenSource(100);
            var error = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call(command, source.Token));
            Assert.Equal(source.Token, error.CancellationToken);
            Assert.Equal(1, _connection.Scalar("SELECT 1"));
        }
    }

    [Fact]
    public async Task Token_interrupts_reading()
    {
        using var command = _connection.Command("SELECT range FROM range(100000000000000) WHERE range % 3 <> 5 OR range < 10");
        using var source = new CancellationTokenSource();
        await using var reader = await command.ExecuteReaderAsync(source.Token);
        Assert.True(await reader.ReadAsync(source.Token));
        source.CancelAfter(50);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            while (await reader.ReadAsync(source.Token)) { }
        });
    }

    [Fact]
    public async Task Token_cancelled_before_the_call_stops_it()
    {
        _connection.Run("CREATE TABLE t(i INTEGER)");
        using var command = _connection.Command("INSERT INTO t VALUES (1)");
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => command.ExecuteNonQueryAsync(new CancellationToken(canceled: true)));
        Assert.Equal(0L, _connection.Scalar("SELECT count(*) FROM t"));
    }

    [Fact]
    public async Task Token_cancelled_at_once_is_never_lost()
    {
        // The cancellation races with the start of the query; whoever wins, the query must not go on for hours.
        for (var i = 0; i < 30; i++)
        {
            using var command = _connection.Command(Db.EndlessSql);
            using var source = new CancellationTokenSource();
            var run = command.ExecuteScalarAsync(source.Token);
            if (i % 3 != 0) await Task.Yield();
            await source.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run);
        }

        Assert.Equal(1, _connection.Scalar("SELECT 1"));
    }

    [Fact]
    public async Task Token_cancelled_just_before_the_engine_starts_is_never_lost()
    {
        using var source = new CancellationTokenSource();
        using var command = _connection.Command(Db.EndlessSql + " + len($1)", CancelsWhenBound(source));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => command.ExecuteScalarAsync(source.Token));
        Assert.Equal(1, _connection.Scalar("SELECT 1"));
    }

    [Fact]
    public void Time_limit_interrupts()
    {
        using var command = _connection.Command(Db.EndlessSql);
        command.CommandTimeout = 1;
        var error = Assert.Throws<DuckDbException>(() => command.ExecuteScalar());
        Assert.Equal(DuckDbErrorType.Interrupt, error.ErrorType);
        Assert.Contains("CommandTimeout", error.Message, StringComparison.Ordinal);
        Assert.Equal(1, _connection.Scalar("SELECT 1"));
    }

    [Fact]
    public void Time_limit_counts_the_engines_time_and_not_the_readers()
    {
        using var command = _connection.Command("SELECT range FROM range(3000000)");
        command.CommandTimeout = 1;
        using var reader = command.ExecuteReader();
        Assert.True(reader.Read());
        Thread.Sleep(1300);
        var rows = 1;
        while (reader.Read()) rows++;
        Assert.Equal(3_000_000, rows);
    }

    [Fact]
    public void Time_limit_interrupts_fetching_too()
    {
        // The first million rows fills the engine's buffer at once; then there are none for hours.
        using var command = _connection.Command("SELECT a.range FROM range(1000000000000) a WHERE a.range < 1000000 OR (a.range * 7 + 3) % 2 = 5");
        command.CommandTimeout = 1;
        using var reader = command.ExecuteReader();
        var error = Assert.Throws<DuckDbException>(() =>
        {
            while (reader.Read()) { }
        });
        Assert.Contains("CommandTimeout", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Cancel_of_a_command_at_rest_does_nothing()
    {
        using var command = _connection.Command("SELECT 42");
        command.Cancel();
        Assert.Equal(42, command.ExecuteScalar());
        command.Cancel();
        Assert.Equal(42, command.ExecuteScalar());
        _connection.Interrupt();
        Assert.Equal(42, command.ExecuteScalar());
    }

    [Fact]
    public async Task Progress_of_a_running_query_grows()
    {
        Assert.Null(_connection.QueryProgress().Percentage);
        _connection.Run("CREATE TABLE big AS SELECT range AS i FROM range(3000000)");
        using var command = _connection.Command("SELECT sum(length(md5(md5(md5(i::VARCHAR)))))::BIGINT FROM big");
        var run = Task.Run(() => command.ExecuteScalar());
        var seen = new List<DuckDbQueryProgress>();
        while (!run.IsCompleted)
        {
            seen.Add(_connection.QueryProgress());
            await Task.Delay(5);
        }

        // An MD5 has 32 hexadecimal digits.
        Assert.Equal(3_000_000L * 32, await run);
        var percentages = seen.Where(p => p.Percentage is not null).Select(p => p.Percentage!.Value).ToList();
        Assert.All(percentages, p => Assert.InRange(p, 0, 100));
        Assert.Contains(percentages, p => p > 0);
    }

    public void Dispose() => _connection.Dispose();

    /// <summary>A list parameter that cancels while it is bound, and gives the interrupt time to come too early.</summary>
    private static IEnumerable<int> CancelsWhenBound(CancellationTokenSource source)
    {
        source.Cancel();
        Thread.Sleep(100);
        yield return 1;
    }
}
