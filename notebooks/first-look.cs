#!/usr/bin/env dotnet
#:project ../pipeline/MsokoAnalytics.Warehouse/MsokoAnalytics.Warehouse.csproj
#:package Dapper
#:package Spectre.Console
#:property OutputType=Exe
#:property PublishAot=false
#:property RestorePackagesWithLockFile=false

// The first look of first-look.ipynb without Python: `dotnet run notebooks/first-look.cs [warehouse]`, read-only.
// Whatever speaks System.Data.Common works on the warehouse; here it is Dapper.

using System.Globalization;
using System.Runtime.CompilerServices;
using Dapper;
using MsokoAnalytics.Warehouse;
using Spectre.Console;

CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo("ru-RU");
var path = args.FirstOrDefault() ?? Environment.GetEnvironmentVariable("MSOKO_WAREHOUSE") ?? Path.GetFullPath(Path.Combine(ThisFolder(), "..", "demo", "msoko.duckdb"));
if (!File.Exists(path))
{
    AnsiConsole.MarkupLineInterpolated(CultureInfo.CurrentCulture, $"[red]Хранилища {path} нет.[/] Сначала: dotnet run -c Release --project pipeline/MsokoAnalytics.Cli -- demo");
    return 4;
}

using var warehouse = WarehouseDatabase.Open(new WarehouseOptions { Path = path, ReadOnly = true });
var connection = warehouse.Connection;

var kinds = connection.Query<(string Kind, long Files, long Sheets)>("""
    SELECT s.kind, count(DISTINCT s.file_key), count(*)
    FROM staging.stg_sheet AS s JOIN ops.source_file AS f USING (file_key)
    WHERE f.status = 'loaded' GROUP BY 1 ORDER BY 1
    """);
Show("Что загружено", ["Вид таблицы", "Файлов", "Листов"], kinds.Select(k => new[] { k.Kind, Number(k.Files), Number(k.Sheets) }));

var results = connection.Query<(string Subject, int Grade, int N, double Quality, double Lo, double Hi)>("""
    SELECT w.subject_name, r.grade, r.n_marked, r.quality_pct, r.quality_lo, r.quality_hi
    FROM marts.mart_work_results AS r JOIN marts.mart_work AS w USING (work_id)
    WHERE r.scope = 'municipality' AND r.source = 'computed' AND w.procedure = 'ВПР' AND r.wave = 'spring' AND r.quality_pct IS NOT NULL
      AND r.year = (SELECT max(year) FROM marts.mart_work WHERE procedure = 'ВПР' AND wave = 'spring')
      AND r.scope_id = (SELECT min(scope_id) FROM marts.mart_work_results WHERE scope = 'municipality' AND source = 'computed')
    ORDER BY w.subject_order, r.grade
    """).ToList();
Show(
    "ВПР последнего года: качество с интервалом 95 %",
    ["Предмет", "Класс", "Писали", "Качество, %", "Интервал"],
    results.Select(r => new[] { r.Subject, Number(r.Grade), Number(r.N), Percent(r.Quality), $"{Percent(r.Lo)}–{Percent(r.Hi)}" }));

var pairs = connection.Query<(int Grade, long Lowered, long Confirmed, long Raised)>("""
    SELECT grade, sum(n_lowered)::BIGINT, sum(n_confirmed)::BIGINT, sum(n_raised)::BIGINT
    FROM marts.mart_journal_comparison WHERE scope = 'municipality' AND source = 'computed' AND wave = 'spring'
    GROUP BY 1 ORDER BY 1
    """);
Show(
    "ВПР и текущие отметки: сами по себе эти доли ничего не доказывают",
    ["Класс", "Пар", "Понизили, %", "Подтвердили, %", "Повысили, %"],
    pairs.Select(p => (p, N: p.Lowered + p.Confirmed + p.Raised)).Select(x => new[]
    {
        Number(x.p.Grade), Number(x.N), Percent(100.0 * x.p.Lowered / x.N), Percent(100.0 * x.p.Confirmed / x.N), Percent(100.0 * x.p.Raised / x.N),
    }));
return 0;

static void Show(string title, string[] columns, IEnumerable<string[]> rows)
{
    var table = new Table { Border = TableBorder.Simple, Title = new TableTitle(Markup.Escape(title)) };
    foreach (var (column, i) in columns.Select((c, i) => (c, i))) table.AddColumn(new TableColumn(new Text(column)) { Alignment = i == 0 ? Justify.Left : Justify.Right });
    foreach (var row in rows) table.AddRow(row.Select(cell => new Text(cell)));
    AnsiConsole.Write(table);
}

static string Number(long value) => value.ToString("N0", CultureInfo.CurrentCulture);

static string Percent(double value) => value.ToString("N1", CultureInfo.CurrentCulture);

static string ThisFolder([CallerFilePath] string file = "") => Path.GetDirectoryName(file)!;
