using System.Globalization;
using MsokoAnalytics.DemoData.Dirt;
using MsokoAnalytics.DemoData.Simulation;
using MsokoAnalytics.DemoData.Tables;
using MsokoAnalytics.DemoData.Truth;
using MsokoAnalytics.DemoData.World;
using MsokoAnalytics.DemoData.Works;

namespace MsokoAnalytics.DemoData.Layouts;

/// <summary>A file of pupil results in some layout. Schools are written one after another and forgotten.</summary>
internal abstract class PupilFile(Work work, TableWriter table, FileReport report)
{
    protected Work Work => work;

    internal TableWriter Table => table;

    protected FileReport Report => report;

    /// <summary>Sheets before the data, titles and the header.</summary>
    /// <param name="dirt">Dirt of the file as a whole.</param>
    /// <param name="classes">Classes that will follow, for layouts that list them.</param>
    public abstract void Begin(DirtSource dirt, IEnumerable<(School School, IReadOnlyList<ClassGroup> Classes)> classes);

    /// <summary>The first rows of a municipality, in layouts that have such rows.</summary>
    public virtual void BeginMunicipality(Municipality municipality, int writers)
    {
        // Most layouts have none.
    }

    /// <summary>1-based rows of the pupils of the school written last.</summary>
    public List<int> RowsOfSchool { get; } = [];

    public void WriteSchool(Unit unit, DirtSource dirt)
    {
        RowsOfSchool.Clear();
        BeginSchool(unit, dirt);
        var xToken = dirt.XToken();
        var classNames = new string[unit.Classes.Count];
        for (var i = 0; i < classNames.Length; i++)
        {
            var canonical = ClassName(unit.Classes[i]);
            classNames[i] = WritesClassLetters ? dirt.ClassName(canonical, work.GradePlan.ActualGrade, unit.Classes[i].Letter) : canonical;
        }

        for (var i = 0; i < unit.Pupils.Length; i++)
        {
            if (dirt.Chance(DirtRates.BlankRow))
            {
                table.BlankRow();
                report.Sheet.Add(RowClass.Blank);
                report.Dirt.Add(new PlantedDirt(table.Sheet, table.Row, 0, DirtKind.BlankRow, "", ""));
            }

            Write(new PupilRow(this, unit, i, unit.Pupils[i].Code, classNames[unit.Pupils[i].ClassIndex], xToken, dirt));
            RowsOfSchool.Add(table.Row);
            if (i == 0 || unit.Pupils[i].Absent || unit.Pupils[i - 1].Absent || !dirt.Chance(DirtRates.DuplicateCode)) continue;
            // The neighbour's work once more, under this pupil's code.
            WriteDuplicate(new PupilRow(this, unit, i - 1, unit.Pupils[i].Code, classNames[unit.Pupils[i - 1].ClassIndex], xToken, dirt));
        }
    }

    public virtual void End(DirtSource dirt)
    {
        if (!dirt.Chance(DirtRates.TrailingRows)) return;
        var first = table.Row + 1;
        for (var i = 0; i < 3; i++) table.BlankRow();
        report.Sheet.Add(RowClass.Blank, 3);
        report.Dirt.Add(new PlantedDirt(table.Sheet, first, 0, DirtKind.TrailingRows, "", ""));
    }

    /// <summary>Whether journal, sex and class stand side by side, so that a shifted row makes sense.</summary>
    internal virtual bool HasSexAfterJournal => false;

    /// <summary>Whether the class is text typed by people.</summary>
    protected virtual bool WritesClassLetters => true;

    /// <summary>The layout's own way to write a class.</summary>
    internal abstract string ClassName(ClassGroup group);

    protected virtual void BeginSchool(Unit unit, DirtSource dirt)
    {
        // Most layouts have no group rows.
    }

    /// <summary>Writes the cells of one pupil, calling the row for dirty values.</summary>
    protected abstract void WriteCells(PupilRow row);

    protected void BeginSheet(string name)
    {
        table.BeginSheet(name);
        report.Sheets.Add(new SheetReport(table.Sheet, name.Length > 31 ? name[..31] : name));
        if (name.Length > 31 && !table.SingleSheet) report.Dirt.Add(new PlantedDirt(table.Sheet, 0, 0, DirtKind.SheetNameCut, name[..31], name));
    }

    protected void TextRow(RowClass rowClass, params ReadOnlySpan<string?> cells)
    {
        table.TextRow(cells);
        report.Sheet.Add(rowClass);
    }

    protected void BlankRow()
    {
        table.BlankRow();
        report.Sheet.Add(RowClass.Blank);
    }

    protected static string Invariant(int value) => value.ToString(CultureInfo.InvariantCulture);

    /// <summary>Notes dirt at the cell just written.</summary>
    internal void Note(DirtKind kind, string written, string truth) =>
        report.Dirt.Add(new PlantedDirt(table.Sheet, table.Row, table.Column, kind, written, truth));

    private void Write(PupilRow row)
    {
        table.BeginRow();
        WriteCells(row);
        table.EndRow();
        report.Sheet.Add(RowClass.Data);
        if (row.Pupil.Absent) report.Sheet.Absent++;
    }

    private void WriteDuplicate(PupilRow row)
    {
        Write(row);
        report.Sheet.Duplicates++;
        report.Dirt.Add(new PlantedDirt(table.Sheet, table.Row, 0, DirtKind.DuplicateCode, Invariant(row.Code), ""));
    }
}
