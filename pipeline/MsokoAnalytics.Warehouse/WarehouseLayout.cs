using System.Data.Common;
using Dapper;

namespace MsokoAnalytics.Warehouse;

/// <summary>
/// Whether the tables of a warehouse are those this version of the program writes. Tables and columns that an earlier version did not have yet are added; a warehouse
/// that is different in any other way is refused before anything is written, for rows are appended column by column.
/// </summary>
public static class WarehouseLayout
{
    /// <summary>Name of the database in memory in which the script is run to see what it makes.</summary>
    private const string Scratch = "layout_of_this_version";

    /// <summary>Runs a script of <c>CREATE … IF NOT EXISTS</c> and brings tables of earlier versions up to it.</summary>
    /// <param name="connection">Connection of a writer, in no transaction.</param>
    /// <param name="script">Schemas, tables and views.</param>
    /// <param name="path">The warehouse, for the message.</param>
    /// <param name="isNew">Whether this version has made all that is in the warehouse: then nothing of it can differ.</param>
    /// <returns>Whether there was no table before.</returns>
    /// <exception cref="WarehouseException">A table cannot be brought up to it.</exception>
    public static bool Apply(DbConnection connection, string script, string? path, bool isNew)
    {
        if (isNew)
        {
            connection.Execute(script);
            return false;
        }

        var database = connection.QuerySingle<string>("SELECT current_database()");
        var before = Columns(connection, database);
        if (before.Count > 0)
        {
            var (tables, views) = Expected(connection, database, script);
            var additions = Additions(before, tables, out var faults);
            faults.AddRange(views.Where(before.ContainsKey).Select(v => $"{v} — таблица, а в этой версии это представление"));
            if (faults.Count > 0) throw Refused(connection, path, faults);
            foreach (var (table, column) in additions) connection.Execute($"ALTER TABLE {table} ADD COLUMN {Quoted(column.Name)} {column.Type}");
        }

        connection.Execute(script);
        return before.Count == 0;
    }

    private static string Quoted(string name) => '"' + name.Replace("\"", "\"\"", StringComparison.Ordinal) + '"';

    private static (Dictionary<string, List<Column>> Tables, List<string> Views) Expected(DbConnection connection, string database, string script)
    {
        // A script of one part of the product relies on the schemas of another.
        var schemas = connection.Query<string>("SELECT schema_name FROM duckdb_schemas() WHERE database_name = $database AND NOT internal", new { database }).ToList();
        connection.Execute($"ATTACH ':memory:' AS {Scratch}; USE {Scratch};");
        try
        {
            foreach (var schema in schemas) connection.Execute($"CREATE SCHEMA IF NOT EXISTS {Quoted(schema)}");
            connection.Execute(script);
            var views = connection.Query<string>("SELECT schema_name || '.' || view_name FROM duckdb_views() WHERE database_name = $database AND NOT internal ORDER BY ALL", new { database = Scratch }).ToList();
            return (Columns(connection, Scratch), views);
        }
        finally
        {
            connection.Execute($"USE {Quoted(database)}; DETACH {Scratch};");
        }
    }

    /// <summary>Columns at the end of a table that may be empty can be added to what an earlier version left.</summary>
    private static List<(string Table, Column Column)> Additions(Dictionary<string, List<Column>> actual, Dictionary<string, List<Column>> expected, out List<string> faults)
    {
        (var additions, faults) = (new List<(string, Column)>(), []);
        foreach (var (table, columns) in expected.OrderBy(t => t.Key, StringComparer.Ordinal))
        {
            if (!actual.TryGetValue(table, out var there)) continue;
            for (var i = 0; i < Math.Max(columns.Count, there.Count); i++)
            {
                var (want, have) = (columns.ElementAtOrDefault(i), there.ElementAtOrDefault(i));
                if (want is null)
                {
                    faults.Add($"в таблице {table} есть столбец {have!.Name}, которого эта версия не знает");
                }
                else if (have is null)
                {
                    if (want.IsNullable) additions.Add((table, want));
                    else faults.Add($"в таблице {table} нет столбца {want.Name}");
                }
                else if (have.Name != want.Name)
                {
                    faults.Add($"в таблице {table} на месте столбца {want.Name} стоит {have.Name}");
                }
                else if (have.Type != want.Type)
                {
                    faults.Add($"в таблице {table} столбец {want.Name} имеет тип {have.Type}, а нужен {want.Type}");
                }
                else
                {
                    continue;
                }

                if (faults.Count > 0) break;
            }
        }

        return additions;
    }

    /// <summary>Columns of the tables by full name; views are made anew by every version.</summary>
    private static Dictionary<string, List<Column>> Columns(DbConnection connection, string database) =>
        connection.Query<Column>(
            """
            SELECT c.schema_name || '.' || c.table_name AS "Table", c.column_name AS Name, c.data_type AS Type, c.is_nullable AS IsNullable
            FROM duckdb_columns() AS c
            JOIN duckdb_tables() AS t ON t.database_name = c.database_name AND t.schema_name = c.schema_name AND t.table_name = c.table_name
            WHERE c.database_name = $database
            ORDER BY c.schema_name, c.table_name, c.column_index
            """, new { database })
            .GroupBy(c => c.Table, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.ToList(), StringComparer.Ordinal);

    private static WarehouseException Refused(DbConnection connection, string? path, List<string> faults)
    {
        var version = connection.Query<string>("SELECT app_version FROM ops.run WHERE app_version IS NOT NULL ORDER BY started_at DESC LIMIT 1").FirstOrDefault();
        return new WarehouseException(WarehouseFault.Unreadable,
            $"Хранилище «{path ?? "память"}» создано другой версией программы{(version is null ? "" : $" ({version}, а эта — {RunLog.AppVersion})")}: {faults[0]}. В нём ничего не изменено. "
            + "Хранилище целиком получается из файлов: загрузите ту же папку в новый файл (msoko run ПАПКА --warehouse НОВЫЙ_ФАЙЛ) или откройте его той версией, которой оно создано.");
    }

    private sealed record Column
    {
        public string Table { get; init; } = "";

        public string Name { get; init; } = "";

        public string Type { get; init; } = "";

        public bool IsNullable { get; init; }
    }
}
