using MsokoAnalytics.DemoData.Dirt;
using MsokoAnalytics.DemoData.Layouts;
using MsokoAnalytics.DemoData.Simulation;
using MsokoAnalytics.DemoData.Tables;
using MsokoAnalytics.DemoData.Truth;
using MsokoAnalytics.DemoData.World;

namespace MsokoAnalytics.DemoData.Output;

/// <summary>A pupil file being written.</summary>
internal sealed class OpenPupilFile(TableWriter table, FileReport report, PupilFile writer) : IDisposable
{
    private bool _closed;

    public void WriteMunicipality(Municipality municipality, List<Unit> units, Func<Unit, DirtSource> dirt)
    {
        writer.BeginMunicipality(municipality, units.Sum(u => u.Writers));
        foreach (var unit in units)
        {
            writer.WriteSchool(unit, dirt(unit));
            foreach (var (pupil, column, wrong, right) in unit.WrongScores)
                report.Dirt.Add(new PlantedDirt(table.Sheet, writer.RowsOfSchool[pupil], 0, DirtKind.Reissued, $"задание {column}: {wrong}", $"задание {column}: {right}"));
        }
    }

    public WrittenFile Close(OutputFolder output, DateOnly day, DirtSource dirt)
    {
        writer.End(dirt);
        Dispose();
        report.Cells = table.Cells;
        var (bytes, hash) = output.Seal(report.Path, day);
        return new WrittenFile(report, bytes, hash);
    }

    public void Dispose()
    {
        if (_closed) return;
        _closed = true;
        table.Dispose();
    }
}
