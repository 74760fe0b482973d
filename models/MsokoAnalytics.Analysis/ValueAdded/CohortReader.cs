using System.Globalization;
using MsokoAnalytics.Models;

namespace MsokoAnalytics.Analysis.ValueAdded;

/// <summary>Reads what both marts of value added select from core.int_value_added_case.</summary>
internal static class CohortReader
{
    /// <returns>Null rule where there is no cohort.</returns>
    public static (List<Cohort> Cohorts, ValueAddedRule? Rule, string[] Captions) Read(AnalysisTask task)
    {
        var cohorts = new List<Cohort>();
        ValueAddedRule? rule = null;
        string[] captions = [];
        using var command = task.Connection.CreateCommand();
        command.CommandText = task.InputSql;
        using var reader = command.ExecuteReader();
        while (reader.Read())
        {
            task.Token.ThrowIfCancellationRequested();
            if (rule is null)
            {
                captions = reader.IsDBNull(17) ? [] : reader.GetString(17).Split(';');
                rule = new ValueAddedRule("value-added-1", (int)reader.GetDouble(18), (int)reader.GetDouble(19), reader.GetDouble(20), (int)reader.GetDouble(21), reader.GetDouble(22), reader.GetDouble(23), reader.GetDouble(24));
            }

            double Number(int column) => reader.IsDBNull(column) ? double.NaN : reader.GetDouble(column);
            var work = new WorkPair(reader.GetString(0), reader.GetString(1), reader.GetString(2), reader.GetInt32(3), reader.GetInt32(4), reader.GetInt32(5), reader.GetString(7));
            cohorts.Add(new Cohort(
                work, reader.GetString(6), reader.GetString(8), reader.IsDBNull(9) ? null : reader.GetString(9), reader.GetInt32(10), reader.GetInt32(11),
                Number(12), Number(13), Number(14), Number(15), Context(reader.IsDBNull(16) ? null : reader.GetString(16), captions.Length))
            {
                IsShown = reader.GetBoolean(25),
                StageYear = reader.IsDBNull(26) ? null : reader.GetInt32(26),
            });
        }

        return (cohorts, rule, captions);
    }

    private static double[] Context(string? text, int count) => text is null
        ? [.. Enumerable.Repeat(double.NaN, count)]
        : [.. text.Split(';').Select(v => v.Length == 0 ? double.NaN : double.Parse(v, CultureInfo.InvariantCulture))];
}
