using Dapper;
using MsokoAnalytics.Intake.Loading;

namespace MsokoAnalytics.Intake.Tests.Reading;

/// <summary>Numbers of combinations in staging: above those that are there, none twice, whoever asks.</summary>
public sealed class CombinationNumbersTests
{
    [Fact]
    public void They_go_on_where_the_warehouse_ends()
    {
        using var run = new IntakeRun();
        run.Connection.Execute("CREATE TABLE t (n INTEGER); INSERT INTO t VALUES (7), (3)");
        var numbers = new CombinationNumbers();
        var byThree = new NumberedGroup("outcome", "t", "n", 3);
        Assert.Equal(8, numbers.Of(run.Connection, byThree).Next());
        Assert.Equal(11, numbers.Of(run.Connection, byThree).Take(2));
        Assert.Equal(17, numbers.Of(run.Connection, byThree).Next());
        run.Connection.Execute("CREATE TABLE e (n INTEGER)");
        Assert.Equal(1, numbers.Of(run.Connection, new NumberedGroup("place", "e", "n", 1)).Next());
    }

    [Fact]
    public void No_number_is_given_twice()
    {
        using var run = new IntakeRun();
        run.Connection.Execute("CREATE TABLE t (n INTEGER)");
        var counter = new CombinationNumbers().Of(run.Connection, new NumberedGroup("place", "t", "n", 1));
        var given = new int[4][];
        Parallel.For(0, given.Length, t => given[t] = [.. Enumerable.Range(0, 5000).Select(_ => counter.Next())]);
        Assert.Equal(Enumerable.Range(1, 20_000), given.SelectMany(g => g).Order());
    }

    [Fact]
    public void There_is_an_end()
    {
        using var run = new IntakeRun();
        run.Connection.Execute($"CREATE TABLE t (n INTEGER); INSERT INTO t VALUES ({int.MaxValue - 3})");
        var counter = new CombinationNumbers().Of(run.Connection, new NumberedGroup("place", "t", "n", 1));
        Assert.Equal(int.MaxValue, counter.Take(3) + 2);
        Assert.Throws<OverflowException>(() => counter.Next());
    }
}
