using System.Text.RegularExpressions;
using MsokoAnalytics.Intake.Context;
using MsokoAnalytics.Intake.Layouts;

namespace MsokoAnalytics.Intake.Loading;

/// <summary>What a simple table does not say in its columns: values of the rows above the header, of the context and of the form itself.</summary>
internal static class TableValues
{
    private static readonly TimeSpan RegexTimeout = TimeSpan.FromSeconds(1);

    /// <summary>Every field of the layout with the text that stands for it where the sheet has no column of it.</summary>
    /// <param name="titles">Texts of the rows above the header, names already cut out.</param>
    public static IReadOnlyList<TableField> Resolve(SheetPlan plan, IReadOnlyList<string> titles, WorkContext context)
    {
        var layout = plan.Layout;
        var fields = new List<TableField>();
        foreach (var column in layout.Columns.Where(c => c.Field != "_").DistinctBy(c => c.Field))
        {
            var bound = plan.Fields.ContainsKey(column.Field);
            fields.Add(new TableField(column.Field, column, column.Filled ?? column.Required, bound, bound ? null : FromTitles(layout, column.Field, titles) ?? FromContext(column, context) ?? Constant(layout, column.Field)));
        }

        foreach (var title in layout.Table.Titles.Where(t => !fields.Exists(f => f.Name == t.Field)))
            fields.Add(new TableField(title.Field, new LayoutColumn { Field = title.Field, Type = title.Type, Headers = [title.Name] }, title.Filled, Bound: false,
                FromTitles(layout, title.Field, titles) ?? context[title.Field]));
        foreach (var (field, value) in layout.Table.Constants.Where(c => !fields.Exists(f => f.Name == c.Key)))
            fields.Add(new TableField(field, new LayoutColumn { Field = field }, Filled: false, Bound: false, value));
        return fields;
    }

    /// <summary>Names of the values without which no row of the sheet could be loaded.</summary>
    public static IReadOnlyList<string> Missing(IReadOnlyList<TableField> fields) =>
        [.. fields.Where(f => f is { Filled: true, Bound: false, Literal: null, Column.WhenEmpty: null } && f.Column.Type != FieldTypes.School).Select(f => WorkContext.Names.GetValueOrDefault(f.Name) ?? f.Column.Headers.FirstOrDefault()?.TrimStart('~') ?? f.Name)];

    private static string? FromTitles(Layout layout, string field, IReadOnlyList<string> titles)
    {
        foreach (var pattern in layout.Table.Titles.Where(t => t.Field == field).SelectMany(t => t.Patterns))
        foreach (var title in titles)
            if (Regex.Match(HeaderText.OneLine(title), pattern, RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, RegexTimeout) is { Success: true } match)
                return match.Groups["v"].Value.Trim();
        return null;
    }

    private static string? FromContext(LayoutColumn column, WorkContext context) => column.Type switch
    {
        FieldTypes.AcademicYear => WorkKeys.From(context).AcademicYear,
        FieldTypes.Year => context["year"],
        FieldTypes.Grade => context["grade"],
        FieldTypes.Subject => context["subject"],
        FieldTypes.Municipality => context["municipality"],
        FieldTypes.School when column.System == "фисоко" => context["school"],
        _ => context[column.Field],
    };

    private static string? Constant(Layout layout, string field) => layout.Table.Constants.GetValueOrDefault(field);
}

/// <summary>One field of a simple table as a concrete sheet gives it.</summary>
/// <param name="Name">Column of the target table (of a school column: only a name).</param>
/// <param name="Filled">Whether a row without a readable value is rejected.</param>
/// <param name="Bound">Whether the sheet has a column of it.</param>
/// <param name="Literal">What stands for it where the sheet has no such column.</param>
internal sealed record TableField(string Name, LayoutColumn Column, bool Filled, bool Bound, string? Literal);
