using System.Data.Common;
using MsokoAnalytics.Models;

namespace MsokoAnalytics.Analysis.Clusters;

/// <summary>
/// Rows of core.int_cluster_input as the models select them: academic_year, school_id, municipality_id, variable, kind, weight, category, scaled, excluded_reason, is_anew and
/// whatever an analysis adds; sorted by year, school and order of the variables, every school with every variable.
/// </summary>
internal static class ContextReader
{
    /// <param name="task">What is built.</param>
    /// <param name="row">Called with the reader on every row, for the columns that an analysis adds.</param>
    public static List<ContextYear> Read(AnalysisTask task, Action<DbDataReader> row)
    {
        var years = new List<(string Year, List<ContextVariable> Variables, List<ContextSchool> Schools, bool IsAnew)>();
        var (numbers, categories) = (new List<double>(), new List<string?>());
        string? year = null, school = null, municipality = null, reason = null;
        using var command = task.Connection.CreateCommand();
        command.CommandText = task.InputSql;
        using var reader = command.ExecuteReader();
        while (reader.Read())
        {
            task.Token.ThrowIfCancellationRequested();
            row(reader);
            if (reader.GetString(0) != year || reader.GetString(1) != school)
            {
                Close();
                if (reader.GetString(0) != year) years.Add((year = reader.GetString(0), [], [], reader.GetBoolean(9)));
                (school, municipality, reason) = (reader.GetString(1), reader.GetString(2), null);
            }

            if (years[^1].Schools.Count == 0) years[^1].Variables.Add(new ContextVariable(reader.GetString(3), reader.GetString(4) == "nominal", reader.GetDouble(5)));
            categories.Add(reader.IsDBNull(6) ? null : reader.GetString(6));
            numbers.Add(reader.IsDBNull(7) ? double.NaN : reader.GetDouble(7));
            if (!reader.IsDBNull(8)) reason ??= reader.GetString(8);
        }

        Close();
        return [.. years.Select(y => new ContextYear(y.Year, y.Variables, y.Schools, y.IsAnew))];

        void Close()
        {
            if (school is not null) years[^1].Schools.Add(new ContextSchool(school, municipality!, [.. numbers], [.. categories], reason));
            numbers.Clear();
            categories.Clear();
            school = null;
        }
    }
}
