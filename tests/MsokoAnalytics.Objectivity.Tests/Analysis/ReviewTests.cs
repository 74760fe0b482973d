using System.Data.Common;
using System.Globalization;
using System.Text.RegularExpressions;
using Dapper;
using MsokoAnalytics.Objectivity.Inference;
using MsokoAnalytics.Objectivity.Inputs;
using MsokoAnalytics.Objectivity.Store;
using MsokoAnalytics.Objectivity.Worlds;
using MsokoAnalytics.Testing;
using MsokoAnalytics.Warehouse;

namespace MsokoAnalytics.Objectivity.Tests.Analysis;

/// <summary>What people decided: it stays, it is compared with the probabilities, and it goes out and comes in as a file.</summary>
public sealed class ReviewTests : IDisposable
{
    private static readonly GeneratedWorld World = WorldGenerator.Generate(new WorldParameters { Schools = 14, Years = 2, Prone = .3 }, 21);
    private static readonly DateTime At = new(2026, 5, 14, 10, 30, 0, DateTimeKind.Unspecified);
    private readonly WarehouseDatabase _warehouse = WarehouseDatabase.Open(new WarehouseOptions());
    private readonly TempFolder _folder = new();

    public ReviewTests() => Analyse(Connection, World.Data);

    private DbConnection Connection => _warehouse.Connection;

    public void Dispose()
    {
        _warehouse.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void Decisions_survive_reruns_and_files_issued_anew_even_when_the_flag_leaves_the_list()
    {
        var flag = Strongest()[0];
        Assert.True(FlagReview.Decide(Connection, flag, "подтверждён", "акт", At));
        Analyse(Connection, World.Data);
        Assert.Equal(("подтверждён", "акт"), Status(flag));

        // A new issue in which this class was not there: its flag goes, the decision stays and is listed.
        var (work, school, label) = Connection.QuerySingle<(string, string, string)>("SELECT work_id, school_id, regexp_extract(class_id, '[А-Я]$') FROM anomaly.flags WHERE flag_id = $flag", new { flag });
        Connection.Execute("DELETE FROM core.fct_participant_result AS f USING core.int_result_group AS g WHERE g.group_no = f.group_no AND f.work_id = $work AND f.school_id = $school AND g.class_label = $label", new { work, school, label });
        ObjectivityRun.Execute(Connection, "reissued", ModelSet.Default);
        Assert.Equal(0, Connection.ExecuteScalar<long>("SELECT count(*) FROM anomaly.flags WHERE flag_id = $flag", new { flag }));
        var line = Assert.Single(FlagReview.List(Connection, "подтверждён", null));
        Assert.Equal((flag, "вне списков", "акт"), (line.FlagId, line.List, line.Reason));
        Assert.True(FlagReview.Decide(Connection, flag, "снят", "перепроверено", At.AddDays(1)));
        Analyse(Connection, World.Data);
        Assert.Equal(("снят", "перепроверено"), Status(flag));
        // Nothing is deleted: both decisions stand, with what they were made on.
        Assert.Equal(2, Connection.ExecuteScalar<long>("SELECT count(*) FROM anomaly.review WHERE flag_id = $flag AND posterior > 0.5 AND model_version IS NOT NULL AND evidence IS NOT NULL", new { flag }));
    }

    [Fact]
    public void Share_of_confirmed_classes_stands_beside_the_probability_with_its_interval()
    {
        var flags = Strongest();
        Assert.All(flags, f => Assert.True(Connection.ExecuteScalar<double>("SELECT posterior FROM anomaly.flags WHERE flag_id = $f", new { f }) > .95));
        FlagReview.Decide(Connection, flags[0], "снят", null, At);
        FlagReview.Decide(Connection, flags[0], "подтверждён", null, At.AddHours(1));
        FlagReview.Decide(Connection, flags[1], "подтверждён", null, At);
        FlagReview.Decide(Connection, flags[2], "снят", null, At);
        for (var run = 0; run < 2; run++)
        {
            // Wilson by hand for 2 of 3: (0.573084 ± 0.365425).
            var row = Connection.QuerySingle<(double, double, double, int)>("SELECT value, value_lo, value_hi, n FROM anomaly.diagnostics WHERE starts_with(name, 'reviewed_')");
            Assert.Equal((2.0 / 3, 3), (row.Item1, row.Item4));
            Assert.Equal(.2076596, row.Item2, 1e-6);
            Assert.Equal(.9385081, row.Item3, 1e-6);
            ObjectivityRun.Execute(Connection, "again", ModelSet.Default);
        }
    }

    [Theory]
    [InlineData("решения.csv")]
    [InlineData("решения.json")]
    public void Confirmed_and_cleared_flags_go_out_with_their_evidence_and_come_in_elsewhere(string name)
    {
        var flags = Strongest();
        FlagReview.Decide(Connection, flags[0], "подтверждён", "акт; «перепроверка»", At);
        FlagReview.Decide(Connection, flags[1], "снят", null, At);
        FlagReview.Decide(Connection, flags[2], "новый", null, At);
        var file = _folder.PathOf(name);
        Assert.Equal(2, ReviewFile.Export(Connection, file));
        var text = File.ReadAllText(file);
        Assert.DoesNotContain(flags[2], text, StringComparison.Ordinal);
        Assert.DoesNotContain("participant_code", text, StringComparison.Ordinal);
        var bump = Connection.ExecuteScalar<double>("SELECT e.llr_bump FROM anomaly.class_evidence AS e JOIN anomaly.flags AS f ON f.work_id = e.work_id AND f.class_id = e.class_id WHERE f.flag_id = $flag", new { flag = flags[0] });
        Assert.Contains(bump.ToString("R", CultureInfo.InvariantCulture), text, StringComparison.Ordinal);

        using var other = WarehouseDatabase.Open(new WarehouseOptions());
        Analyse(other.Connection, World.Data);
        Assert.Equal((2, 0), ReviewFile.Import(other.Connection, file));
        Assert.Equal((0, 2), ReviewFile.Import(other.Connection, file));
        const string all = "SELECT flag_id, status, reason, changed_at, posterior, model_version, n, concat_ws(' ', evidence ->> '$.llr_bump', evidence ->> '$.context_teachers') FROM anomaly.review WHERE status <> 'новый' ORDER BY flag_id";
        var came = other.Connection.Query<(string, string, string, DateTime, double, string, int, string)>(all).ToArray();
        Assert.Equal(Connection.Query<(string, string, string, DateTime, double, string, int, string)>(all), came);
        Assert.All(came, c => Assert.Matches(@"^-?\d\S* -?\d\S*$", c.Item8));
        Assert.Equal("подтверждён", other.Connection.ExecuteScalar<string>("SELECT status FROM anomaly.flags WHERE flag_id = $flag", new { flag = flags[0] }));
        Assert.Equal(2, other.Connection.ExecuteScalar<long>("SELECT n FROM anomaly.diagnostics WHERE starts_with(name, 'reviewed_')"));
    }

    [Theory]
    [InlineData("решения.csv")]
    [InlineData("решения.json")]
    public void A_file_from_before_the_network_of_teachers_is_still_taken(string name)
    {
        var flag = Strongest()[0];
        FlagReview.Decide(Connection, flag, "подтверждён", "акт", At);
        var file = _folder.PathOf(name);
        ReviewFile.Export(Connection, file);
        // The column goes, from the header and from the only row.
        var text = File.ReadAllText(file);
        if (name.EndsWith("csv", StringComparison.Ordinal))
        {
            var lines = Array.ConvertAll(text.TrimEnd().Split('\n'), l => l.Split(';'));
            var at = Array.IndexOf(lines[0], "context_teachers");
            text = string.Join('\n', lines.Select(l => string.Join(';', l.Where((_, i) => i != at)))) + "\n";
        }
        else
        {
            text = Regex.Replace(text, "\"context_teachers\":[^,}]+,", "");
        }

        Assert.DoesNotContain("context_teachers", text, StringComparison.Ordinal);
        File.WriteAllText(file, text);
        using var other = WarehouseDatabase.Open(new WarehouseOptions());
        Analyse(other.Connection, World.Data);
        Assert.Equal((1, 0), ReviewFile.Import(other.Connection, file));
        Assert.Equal(1, other.Connection.ExecuteScalar<long>(
            "SELECT count(*) FROM anomaly.review WHERE flag_id = $flag AND (evidence ->> '$.context_school') IS NOT NULL AND (evidence ->> '$.context_teachers') IS NULL", new { flag }));
    }

    [Fact]
    public void A_wrong_file_is_told_and_adds_nothing()
    {
        FlagReview.Decide(Connection, Strongest()[0], "подтверждён", "акт", At);
        var file = _folder.PathOf("решения.csv");
        ReviewFile.Export(Connection, file);
        var lines = File.ReadAllLines(file);
        var foreign = _folder.Write("чужой.csv", "a;b\n1;2\n");
        var wrong = _folder.Write("ошибки.csv", lines[0] + "\n" + lines[1].Replace("подтверждён", "да", StringComparison.Ordinal).Replace("2026-05-14T", "14 мая ", StringComparison.Ordinal) + "\n");
        foreach (var (path, expected) in new[] { (foreign, "flag_id"), (wrong, "строка 2, столбец status"), (wrong, "строка 2, столбец changed_at"), (_folder.PathOf("нет.csv"), "нет"), (_folder.Write("решения.xls", ""), ".csv или .json") })
        {
            using var other = WarehouseDatabase.Open(new WarehouseOptions());
            Analyse(other.Connection, TierMask.Apply(World.Data, DataTier.T5));
            Assert.Contains(expected, Assert.Throws<ReviewFileException>(() => ReviewFile.Import(other.Connection, path)).Message, StringComparison.Ordinal);
            Assert.Equal(0, other.Connection.ExecuteScalar<long>("SELECT count(*) FROM anomaly.review"));
        }
    }

    private string[] Strongest() => [.. Connection.Query<string>("SELECT flag_id FROM anomaly.flags WHERE level = 'класс × работа' ORDER BY posterior DESC, flag_id LIMIT 3")];

    private (string, string?) Status(string flag) => Connection.QuerySingle<(string, string?)>("SELECT status, status_reason FROM anomaly.flags WHERE flag_id = $flag", new { flag });

    private static void Analyse(DbConnection connection, ObjectivityData data)
    {
        WorldWarehouse.Write(connection, data, ClassNames.Letters);
        ObjectivityRun.Execute(connection, "test", ModelSet.Default);
    }
}
