using System.Globalization;
using System.Text;
using MsokoAnalytics.Testing;
using Xunit;

namespace MsokoAnalytics.EndToEnd.Tests;

/// <summary>
/// <c>msoko clusters</c> from files to a file and back. 13 small rural and 11 large urban schools: the clusters are town and country, and where only the number of
/// pupils differs the typical school is the one in the middle, the 7th of 13 and the 6th of 11.
/// </summary>
public sealed class ClustersTests
{
    private const int Rural = 13, Schools = 24;

    [Fact]
    public void Clusters_are_shown_drafted_approved_and_then_stay()
    {
        using var folder = new TempFolder();
        var (data, warehouse, draft) = (folder.PathOf("data"), folder.PathOf("w.duckdb"), folder.PathOf("school-clusters.csv"));
        folder.Write("data/Реестр школ.csv", "Логин;Наименование;Тип ОО\n" + string.Concat(Enumerable.Range(1, Schools).Select(s => $"edu{Id(s)};МБОУ «СОШ №{s}»;средняя школа\n")));
        WritePassport(folder, "2022/23", []);
        WritePassport(folder, "2023/24", []);
        Load(data, warehouse);
        Assert.Equal((4, true), Problem(Msoko.Run("clusters", "-w", warehouse), "Сначала: msoko build"));
        Build(warehouse);

        Assert.Equal(
            ["2022/23|2|24|0|0|cluster-1|остаются, какими были в этом хранилище", "2023/24|2|24|0|0|cluster-1|рассчитываются заново"],
            Shown(Msoko.Run("clusters", "-w", warehouse)));
        Assert.Equal((2, true), Problem(Msoko.Run("clusters", "--year", "2019/20", "--export", draft, "-w", warehouse), "Учебного года с социальными паспортами нет: 2019/20. Есть: 2022/23, 2023/24."));
        Assert.False(File.Exists(draft));

        var export = Msoko.Run("clusters", "--export", draft, "--year", "2022/23", "-w", warehouse);
        Assert.True(export.ExitCode == 0 && export.Output.Contains("24 строки", StringComparison.Ordinal), export.All);
        var lines = Csv(File.ReadAllText(draft));
        Assert.Equal("Учебный год;Логин;Школа;Кластер;Название кластера;Типичная школа;Устойчивость;Версия правила;Кто утвердил;Дата", string.Join(';', lines[0]));
        Assert.Equal(
            Enumerable.Range(1, Schools).OrderBy(s => Cluster(s)).ThenBy(s => s).Select(s => $"2022/23;{Id(s)};{Cluster(s)};{(IsMiddle(s) ? "да" : "")};cluster-1;;"),
            lines[1..].Select(c => $"{c[0]};{c[1]};{c[3]};{c[5]};{c[7]};{c[8]};{c[9]}"));
        Assert.All(lines[1..], c => Assert.StartsWith(c[3] == "1" ? "сельские" : "городские", c[4], StringComparison.Ordinal));

        // A person moves a rural school to the towns and leaves another one out: its line stays without «Кто утвердил».
        var (moved, forgotten) = (Places(rural: true).First(), Places(rural: true).Last());
        foreach (var c in lines[1..])
        {
            if (c[1] == Id(moved)) c[3] = "2";
            if (c[1] != Id(forgotten)) (c[8], c[9]) = ("методист", "01.06.2024");
        }

        folder.Write("data/school-clusters.csv", string.Concat(lines.Select(c => string.Join(';', c.Select(f => f.Contains(';', StringComparison.Ordinal) ? $"\"{f}\"" : f)) + "\n")));
        // And every passport of that year is issued anew with town and country the other way round: the approved clusters must not care.
        WritePassport(folder, "2022/23", [.. Enumerable.Range(1, Schools)]);
        Load(data, warehouse);
        Build(warehouse, "--new-clusters", "2022/23");

        Assert.Equal(
            ["2022/23|2|24|0|1|cluster-1|закреплены school-clusters.csv (методист)", "2023/24|2|24|0|0|cluster-1|рассчитываются заново"],
            Shown(Msoko.Run("clusters", "-w", warehouse)));
        // The forgotten school joins the typical school nearest to what its passport says now: urban and large, as the typical school of the former country is.
        Assert.Equal(
            Enumerable.Range(1, Schools).Select(s => $"{Id(s)},{(s == moved ? 2 : Cluster(s))},{(s == forgotten ? "true" : "false")}"),
            Msoko.Rows(warehouse, "SELECT school_id, cluster, joined_later FROM marts.mart_school_cluster WHERE academic_year = '2022/23' ORDER BY school_id").Select(r => r.ToLowerInvariant()));
        Assert.Equal(
            Enumerable.Range(1, Schools).Select(s => $"{Id(s)},{Cluster(s)}"),
            Msoko.Rows(warehouse, "SELECT school_id, cluster FROM marts.mart_school_cluster WHERE academic_year = '2023/24' ORDER BY school_id"));
    }

    /// <summary>Schools in the order of their pupils; the order of the keys is another one (5 and 24 have no common factor).</summary>
    private static IEnumerable<int> Order => Enumerable.Range(0, Schools).Select(i => 1 + (i * 5 % Schools));

    private static IEnumerable<int> Places(bool rural) => rural ? Order.Take(Rural) : Order.Skip(Rural);

    private static int Cluster(int school) => Places(rural: true).Contains(school) ? 1 : 2;

    private static bool IsMiddle(int school) => Places(rural: true).ElementAt(6) == school || Places(rural: false).ElementAt(5) == school;

    private static string Id(int school) => (880000 + school).ToString(CultureInfo.InvariantCulture);

    private static void WritePassport(TempFolder folder, string year, HashSet<int> turned)
    {
        var text = new StringBuilder("Учебный год;Логин;Тип ОО;Местность;Численность обучающихся\n");
        foreach (var (school, place) in Order.Select((s, i) => (s, i)))
        {
            var isRural = (place < Rural) != turned.Contains(school);
            text.Append(CultureInfo.InvariantCulture, $"{year};edu{Id(school)};средняя школа;{(isRural ? "село" : "город")};{(isRural ? 80 : 600) + place}\n");
        }

        folder.Write($"data/Социальный паспорт {year.Replace('/', '-')}.csv", text.ToString());
    }

    private static List<string[]> Csv(string text)
    {
        using var reader = CsvHelper.CsvReader.FromText(text, new CsvHelper.CsvReaderOptions { HasHeader = false, Separator = ';' });
        var rows = new List<string[]>();
        while (reader.Read()) rows.Add(reader.Current.ToArray());
        return rows;
    }

    private static (int Code, bool Says) Problem(Msoko.Result result, string words) => (result.ExitCode, result.Error.Contains(words, StringComparison.Ordinal));

    /// <summary>Year, clusters, schools, without cluster, joined later, rule and what the next build does; the stability is left out.</summary>
    private static IEnumerable<string> Shown(Msoko.Result result)
    {
        Assert.True(result.ExitCode == 0, result.All);
        return result.Output.Split('\n').Select(l => l.Split('│', StringSplitOptions.TrimEntries)).Where(c => c.Length == 10 && c[1].StartsWith("20", StringComparison.Ordinal))
            .Select(c => string.Join('|', c[1..6].Concat(c[7..9])));
    }

    private static void Load(string data, string warehouse)
    {
        var load = Msoko.Run("load", data, "-w", warehouse);
        // The line nobody approved is set aside, which is no fault of a file.
        Assert.True(load.ExitCode == 0, load.All);
    }

    private static void Build(string warehouse, params string[] more)
    {
        var build = Msoko.Run(["build", "-w", warehouse, .. more]);
        Assert.True(build.ExitCode == 0, build.All);
    }
}
