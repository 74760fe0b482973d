using System.Data.Common;

namespace MsokoAnalytics.Intake.Loading;

/// <summary>Runs the SQL of a kind and reads the account it closes with.</summary>
internal static class KindAccount
{
    /// <param name="connection">The worker's connection.</param>
    /// <param name="sql">Statements, the last of which selects <c>loaded, rejected, non_data</c>, before them <c>sheet</c> where the kind types many sheets.</param>
    /// <returns>What became of the rows, by the number of the sheet within the input; 0 for a kind that types one sheet and does not number it.</returns>
    /// <exception cref="InvalidOperationException">No statement gave an account.</exception>
    public static Dictionary<int, RowCounts> Run(DbConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        var counts = new Dictionary<int, RowCounts>();
        do
        {
            var first = reader.FieldCount == 4 && reader.GetName(0) == "sheet" ? 1 : 0;
            if (reader.FieldCount != first + 3 || reader.GetName(first) != "loaded") continue;
            while (reader.Read()) counts[first == 1 ? reader.GetInt32(0) : 0] = RowCounts.Read(reader, first);
        }
        while (reader.NextResult());
        return counts.Count > 0 ? counts : throw new InvalidOperationException("the kind gave no account");
    }
}
