namespace MsokoAnalytics.Intake.Tests.SimpleTables;

/// <summary>school-clusters.csv: only what a person has approved is loaded.</summary>
public sealed class ClusterFileTests
{
    private const string Rows = "SELECT row_no, school_ref, academic_year, cluster, is_typical, stability, rule_version, approved_by, approved_on FROM staging.stg_cluster__fixed ORDER BY row_no";

    private static readonly object?[] Header = ["Учебный год", "Логин", "Школа", "Кластер", "Название кластера", "Типичная школа", "Устойчивость", "Версия правила", "Кто утвердил", "Дата"];

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Approved_lines_are_loaded_and_others_are_not(bool csv)
    {
        using var run = new IntakeRun();
        object?[][] rows =
        [
            Header,
            ["2022/23", "220001", "СОШ 1", 1, "сельские", "да", "0,8812", "cluster-1", "методист", "01.06.2023"],
            ["2022/23", "edu220002", "СОШ 2", 2, "городские", null, "0,8812", "cluster-1", "методист", "01.06.2023"],
            ["2022/23", "220003", "СОШ 3", 2, "городские", null, "0,8812", "cluster-1", null, null],
            ["2022/23", "220004", "СОШ 4", "второй", "городские", null, null, "cluster-1", "методист", null],
            ["2022/23", "220005", "СОШ 5", 0, "городские", null, null, "cluster-1", "методист", null],
            ["2022/23", "220001", "СОШ 1", 2, "городские", null, null, "cluster-1", "методист", null],
        ];
        run.LoadFile("school-clusters" + (csv ? ".csv" : ".xlsx"), csv ? TextTable.ToBytes(rows) : Book.Of("Лист1", rows));
        Assert.Equal(
            ["2 | 220001 | 2022/23 | 1 | 1 | 0.8812 | cluster-1 | методист | 2023-06-01", "3 | 220002 | 2022/23 | 2 | ∅ | 0.8812 | cluster-1 | методист | 2023-06-01"],
            run.Rows(Rows));
        Assert.Equal(["4 | Кто утвердил", "5 | Кластер", "6 | Кластер", "7 | "], run.Rejects().Select(r => r.Split(" | ")).Select(r => $"{r[0]} | {(r[0] == "7" ? "" : r[2])}"));
    }
}
