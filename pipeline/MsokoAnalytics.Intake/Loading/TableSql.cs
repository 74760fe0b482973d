using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using MsokoAnalytics.Intake.Layouts;

namespace MsokoAnalytics.Intake.Loading;

/// <summary>
/// Writes the SQL that types a simple table: raw cells → one row of the target table each, by the types of the layout's fields. Like a
/// kind written by hand it ends with the account of the sheet.
/// </summary>
internal static partial class TableSql
{
    /// <summary>What is wrong with the description of a simple table, or null.</summary>
    public static string? Fault(Layout layout)
    {
        if (!Identifier().IsMatch(layout.Target!)) return $"target: «{layout.Target}» — не имя таблицы";
        var fields = layout.Columns.Where(c => c.Field != "_").ToList();
        foreach (var column in fields)
        {
            if (!Identifier().IsMatch(column.Field)) return $"field: «{column.Field}» — не имя столбца";
            if (!FieldTypes.All.Contains(column.Type)) return $"поле {column.Field}: неизвестный тип «{column.Type}»; бывают {string.Join(", ", FieldTypes.All.Order(StringComparer.Ordinal))}";
            if (column.Type == FieldTypes.Enum && column.Values.Count == 0) return $"поле {column.Field}: у enum нет списка values";
            if (column.Type == FieldTypes.School && !FieldTypes.SchoolSystems.Contains(column.System)) return $"поле {column.Field}: неизвестная система кодов школ «{column.System}»";
        }

        foreach (var title in layout.Table.Titles)
            if (!Identifier().IsMatch(title.Field) || title.Patterns.Count == 0 || !FieldTypes.All.Contains(title.Type)) return $"titles: поле «{title.Field}» без выражений или с неизвестным типом";
        var known = fields.Select(f => f.Field).Concat(layout.Table.Titles.Select(t => t.Field)).Concat(layout.Table.Constants.Keys).Append("school").ToHashSet(StringComparer.Ordinal);
        foreach (var name in layout.Table.Unique.Concat(layout.Table.Matter).Concat(layout.Table.AnyOf).Concat(layout.Table.Sums.SelectMany(s => s.Parts.Append(s.Total))))
            if (!known.Contains(name)) return $"table: поле «{name}» не описано";
        return null;
    }

    /// <summary>The kind of a simple table; sheets with the same columns share it.</summary>
    /// <param name="fields">All fields; their texts stand in <c>sheet_input</c> under their names, whether they come from a column or not.</param>
    public static SheetKind Kind(SheetPlan plan, IReadOnlyList<TableField> fields) => new(Write(plan, fields), [.. fields.Select(f => f.Name)], [], [], [], TaskCells.None, ManySheets: true);

    private static string Write(SheetPlan plan, IReadOnlyList<TableField> fields)
    {
        var layout = plan.Layout;
        var sql = new StringBuilder();
        var values = fields.Where(f => f.Column.Type != FieldTypes.School).ToList();
        var schools = fields.Where(f => f.Column.Type == FieldTypes.School).ToList();
        var bound = fields.Where(f => f.Bound).ToList();

        sql.Append("CREATE OR REPLACE TEMP TABLE typed AS\nWITH source AS (\n  SELECT sheet, row_no, damage,\n    ");
        sql.AppendJoin(" + ", bound.Select(f => $"(msoko_text({f.Name}) IS NOT NULL)::INTEGER")).Append(" AS filled_cells,\n    ");
        sql.AppendJoin(" AND ", bound.Select(f => Invariant($"coalesce({f.Name}, '{plan.Fields[f.Name] + 1}') = '{plan.Fields[f.Name] + 1}'"))).Append(" AS is_numbering,\n    ");
        sql.AppendJoin(" OR ", bound.Where(f => IsText(f.Column.Type)).Select(f => $"regexp_matches(msoko_fold({f.Name}), '^(итого|всего|в среднем|среднее значение)([ :,.]|$)')").DefaultIfEmpty("FALSE")).Append(" AS is_total");
        foreach (var f in fields) sql.Append(",\n    ").Append(Raw(f)).Append(" AS r_").Append(f.Name);
        sql.Append("\n  FROM sheet_input\n),\nread AS (\n  SELECT *");
        foreach (var f in fields) sql.Append(",\n    ").Append(Typed(f)).Append(" AS v_").Append(f.Name);
        sql.Append("\n  FROM source\n),\nchecked AS (\n  SELECT *");
        foreach (var f in fields) sql.Append(",\n    ").Append(Fault(f)).Append(" AS e_").Append(f.Name);
        AppendSchool(sql, fields, schools);
        sql.Append("\n  FROM read\n),\njudged AS (\n  SELECT *, CASE\n").Append(Verdict(layout, fields, schools, bound)).Append("\n    END AS bad\n  FROM checked\n)\nSELECT * REPLACE (").Append(Duplicate(layout)).Append(" AS bad) FROM judged;\n\n");

        var target = values.Select(f => $"CASE WHEN t.e_{f.Name} IS NULL THEN t.v_{f.Name} END AS {f.Name}");
        if (schools.Count > 0 || values.Exists(f => f.Column.Type == FieldTypes.SchoolName)) target = target.Prepend("t.school_system, t.school_ref");
        sql.Append("INSERT INTO staging.").Append(layout.Target).Append(" BY NAME\nSELECT c.file_key, c.sheet_no, t.row_no, ").AppendJoin(", ", target)
            .Append("\nFROM typed AS t JOIN sheet_context AS c USING (sheet) WHERE t.bad IS NULL;\n\n");
        AppendRejects(sql, layout, fields);
        sql.Append(
            """
            SELECT c.sheet, count(t.row_no) FILTER (WHERE t.bad IS NULL) AS loaded, count(*) FILTER (WHERE t.bad.rule NOT IN ('row.total', 'row.group')) AS rejected,
                count(*) FILTER (WHERE t.bad.rule IN ('row.total', 'row.group')) AS non_data
            FROM sheet_context AS c LEFT JOIN typed AS t USING (sheet) GROUP BY c.sheet;
            """);
        return sql.ToString();
    }

    private static bool IsText(string type) => type is FieldTypes.Text or FieldTypes.School or FieldTypes.SchoolName or FieldTypes.Municipality or FieldTypes.Subject or FieldTypes.ClassLabel;

    /// <summary>The text of a field: its cell, else what stands for the column, else what an empty cell means.</summary>
    private static string Raw(TableField f) => f.Column.WhenEmpty is { } empty ? $"coalesce(msoko_text({f.Name}), {Quote(empty)})" : f.Name;

    private static string Typed(TableField f)
    {
        var raw = "r_" + f.Name;
        return f.Column.Type switch
        {
            FieldTypes.Count => $"msoko_count({raw})",
            FieldTypes.Number => $"msoko_decimal({raw})",
            FieldTypes.Percent => $"msoko_percent({raw})",
            FieldTypes.Year => $"msoko_year({raw})",
            FieldTypes.AcademicYear => $"msoko_academic_year({raw})",
            FieldTypes.Grade => $"msoko_grade({raw})",
            FieldTypes.Date => $"msoko_date({raw})",
            FieldTypes.Flag => $"msoko_flag({raw})",
            FieldTypes.Mark => $"msoko_mark({raw})",
            FieldTypes.ClassLabel => $"msoko_class_label({raw})",
            FieldTypes.Subject => $"coalesce((SELECT a.subject FROM subject_alias AS a WHERE a.alias = msoko_fold({raw})), msoko_text({raw}))",
            FieldTypes.Enum => Enumeration(f.Column, raw),
            FieldTypes.School => $"msoko_school_ref({raw}, {Quote(f.Column.System)})",
            FieldTypes.SchoolName => $"msoko_name({raw})",
            FieldTypes.Municipality => $"coalesce(msoko_municipality({raw}), msoko_text({raw}))",
            _ => $"msoko_text({raw})",
        };
    }

    private static string Enumeration(LayoutColumn column, string raw)
    {
        var sql = new StringBuilder("CASE");
        foreach (var (code, spellings) in column.Values)
        {
            var exact = spellings.Where(s => !s.StartsWith('~')).Append(code).Select(s => Quote(HeaderText.Normalize(s).TrimEnd('.')));
            sql.Append(CultureInfo.InvariantCulture, $" WHEN msoko_fold({raw}) IN ({string.Join(", ", exact)})");
            foreach (var pattern in spellings.Where(s => s.StartsWith('~'))) sql.Append(CultureInfo.InvariantCulture, $" OR regexp_matches(msoko_fold({raw}), {Quote(pattern[1..])})");
            sql.Append(" THEN ").Append(Quote(code));
        }

        return sql.Append(" END").ToString();
    }

    private static string Fault(TableField f)
    {
        var rule = f.Column.Rule ?? (f.Column.Type == FieldTypes.School ? "school.code" : "field." + f.Column.Type);
        var sql = new StringBuilder();
        sql.Append(CultureInfo.InvariantCulture, $"CASE WHEN msoko_text(r_{f.Name}) IS NULL THEN NULL WHEN v_{f.Name} IS NULL THEN {Quote(rule)}");
        if (f.Column.Min is { } min) sql.Append(CultureInfo.InvariantCulture, $" WHEN v_{f.Name} < {min} THEN 'field.range'");
        if (f.Column.Max is { } max) sql.Append(CultureInfo.InvariantCulture, $" WHEN v_{f.Name} > {max} THEN 'field.range'");
        return sql.Append(" END").ToString();
    }

    /// <summary>Whose row it is: the first id that can be read, else the name, which only proposes a school.</summary>
    private static void AppendSchool(StringBuilder sql, IReadOnlyList<TableField> fields, IReadOnlyList<TableField> schools)
    {
        var names = fields.Where(f => f.Column.Type == FieldTypes.SchoolName).Select(f => "v_" + f.Name).Concat(schools.Where(f => f.Column.System == "фисоко").Select(f => $"msoko_name(r_{f.Name})")).ToList();
        var name = names.Count == 0 ? "NULL::VARCHAR" : $"coalesce({string.Join(", ", names)})";
        sql.Append(",\n    CASE");
        foreach (var f in schools) sql.Append(CultureInfo.InvariantCulture, $" WHEN v_{f.Name} IS NOT NULL THEN {Quote(f.Column.System)}");
        sql.Append(CultureInfo.InvariantCulture, $" WHEN {name} IS NOT NULL THEN 'название' END AS school_system,\n    ");
        sql.Append(CultureInfo.InvariantCulture, $"coalesce({string.Join(", ", schools.Select(f => "v_" + f.Name).Append(name))}) AS school_ref");
    }

    private static string Verdict(Layout layout, IReadOnlyList<TableField> fields, IReadOnlyList<TableField> schools, List<TableField> bound)
    {
        var cases = new List<string>
        {
            $"damage IS NOT NULL THEN {Bad("damage", "NULL::VARCHAR", "coalesce(msoko_damage_class(damage), 'строка')")}",
            $"is_total THEN {Bad("'row.total'", "NULL::VARCHAR", "'строка'")}",
        };
        if (bound.Count >= 3)
        {
            // A lone text is a heading or a footnote, a row that counts the columns is part of the header; a lone school code is a row that lost its values.
            cases.Add($"is_numbering AND filled_cells >= 3 THEN {Bad("'row.group'", "NULL::VARCHAR", "'строка'")}");
            cases.Add($"filled_cells <= 1{string.Concat(schools.Select(f => $" AND v_{f.Name} IS NULL"))} THEN {Bad("'row.group'", "NULL::VARCHAR", "'строка'")}");
        }

        foreach (var f in fields.Where(f => f.Filled && f.Column.Type != FieldTypes.School))
        {
            cases.Add($"msoko_text(r_{f.Name}) IS NULL THEN {Bad("'field.missing'", Quote(f.Name), "'пусто'")}");
            cases.Add($"e_{f.Name} IS NOT NULL THEN {Bad("e_" + f.Name, Quote(f.Name), $"msoko_value_class(r_{f.Name})")}");
        }

        if (schools.Count > 0 && !layout.Table.SchoolOptional) cases.Add($"school_ref IS NULL THEN {Bad("'school.missing'", Quote(schools[0].Name), "'пусто'")}");
        if (layout.Table.AnyOf.Count > 0)
            cases.Add($"{string.Join(" AND ", layout.Table.AnyOf.Select(n => $"(v_{n} IS NULL OR e_{n} IS NOT NULL)"))} THEN {Bad("'field.any'", Quote(layout.Table.AnyOf[0]), "'пусто'")}");
        return string.Join('\n', cases.Select(c => "      WHEN " + c));
    }

    private static string Duplicate(Layout layout)
    {
        if (layout.Table.Unique.Count == 0) return "bad";
        var keys = string.Join(", ", layout.Table.Unique.SelectMany(u => u == "school" ? new[] { "school_system", "school_ref" } : ["v_" + u]));
        return $"CASE WHEN bad IS NULL AND row_number() OVER (PARTITION BY sheet, bad IS NULL, {keys} ORDER BY row_no) > 1 THEN {Bad("'row.duplicate'", "NULL::VARCHAR", "'строка'")} ELSE bad END";
    }

    private static void AppendRejects(StringBuilder sql, Layout layout, IReadOnlyList<TableField> fields)
    {
        const string Into = "INSERT INTO rejects.reject\nSELECT c.file_key, c.sheet_no, t.row_no, k.column_no, k.header, ";
        sql.Append(Into).Append("t.bad.rule, 'row', t.bad.class\nFROM typed AS t JOIN sheet_context AS c USING (sheet) LEFT JOIN sheet_column AS k ON k.sheet = t.sheet AND k.field = t.bad.field\nWHERE t.bad.rule NOT IN ('row.total', 'row.group');\n\n");
        var cells = fields.Where(f => f.Bound && (!f.Filled || f.Column.Type == FieldTypes.School)).Select(f => $"{{'field': {Quote(f.Name)}, 'rule': e_{f.Name}, 'class': msoko_value_class(r_{f.Name})}}").ToList();
        if (cells.Count > 0)
            sql.Append(Into).Append("t.x.rule, 'cell', t.x.class\nFROM (SELECT sheet, row_no, unnest([").AppendJoin(", ", cells)
                .Append("]) AS x FROM typed WHERE bad IS NULL) AS t JOIN sheet_context AS c USING (sheet) LEFT JOIN sheet_column AS k ON k.sheet = t.sheet AND k.field = t.x.field\nWHERE t.x.rule IS NOT NULL;\n\n");
        sql.Append("INSERT INTO rejects.reject\nSELECT c.file_key, c.sheet_no, t.row_no, NULL, NULL, 'school.name_only', 'warning', 'текст' FROM typed AS t JOIN sheet_context AS c USING (sheet) WHERE t.bad IS NULL AND t.school_system = 'название';\n\n");
        foreach (var sum in layout.Table.Sums)
        {
            sql.Append(Into);
            sql.Append(CultureInfo.InvariantCulture,
                $"'row.sum', 'warning', 'целое число'\nFROM typed AS t JOIN sheet_context AS c USING (sheet) LEFT JOIN sheet_column AS k ON k.sheet = t.sheet AND k.field = {Quote(sum.Total)}\nWHERE t.bad IS NULL AND t.v_{sum.Total} <> {string.Join(" + ", sum.Parts.Select(p => $"coalesce(t.v_{p}, 0)"))};\n\n");
        }
    }

    private static string Bad(string rule, string field, string valueClass) => $"{{'rule': {rule}, 'field': {field}, 'class': {valueClass}}}";

    private static string Quote(string text) => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";

    private static string Invariant(FormattableString text) => FormattableString.Invariant(text);

    [GeneratedRegex("^[a-z][a-z0-9_]{0,62}$", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Identifier();
}
