using System.Globalization;
using MsokoAnalytics.DemoData.Dirt;
using MsokoAnalytics.DemoData.Simulation;
using MsokoAnalytics.DemoData.World;

namespace MsokoAnalytics.DemoData.Layouts;

/// <summary>One pupil about to be written: the true values and the dirt decided for this row.</summary>
internal readonly ref struct PupilRow
{
    private readonly PupilFile _file;
    private readonly Unit _unit;
    private readonly int _index;
    private readonly string _xToken;
    private readonly DirtSource _dirt;
    private readonly int _brokenTask;
    private readonly int _brokenScore;
    private readonly DirtKind _brokenKind;

    public PupilRow(PupilFile file, Unit unit, int index, int code, string className, string xToken, DirtSource dirt)
    {
        _file = file;
        _unit = unit;
        _index = index;
        _xToken = xToken;
        _dirt = dirt;
        Code = code;
        ClassName = className;
        Shifted = !Pupil.IsBoy && Pupil.Journal > 0 && file.HasSexAfterJournal && dirt.Chance(DirtRates.ColumnShift);
        _brokenTask = -1;
        if (Pupil.Absent) return;
        if (dirt.Chance(DirtRates.TotalMismatch))
        {
            _brokenKind = DirtKind.TotalMismatch;
            _brokenTask = dirt.Int(unit.Tasks);
            var points = Points(_brokenTask);
            _brokenScore = points < unit.Work.Profile.Tasks.Max(_brokenTask) ? points + 1 : points - 1;
        }
        else if (dirt.Chance(DirtRates.ScoreAboveMax))
        {
            _brokenKind = DirtKind.ScoreAboveMax;
            _brokenTask = dirt.Int(unit.Tasks);
            _brokenScore = unit.Work.Profile.Tasks.Max(_brokenTask) + 1 + dirt.Int(3);
        }
    }

    public ref readonly PupilResult Pupil => ref _unit.Pupils[_index];

    public ClassGroup Class => _unit.ClassOf(Pupil);

    /// <summary>The participant's code; in a planted duplicate it is another pupil's.</summary>
    public int Code { get; }

    /// <summary>As this school writes it.</summary>
    public string ClassName { get; }

    /// <summary>The journal column holds the sex, the sex column the class, the class column nothing.</summary>
    public bool Shifted { get; }

    public Unit Unit => _unit;

    /// <summary>All task columns of a present pupil; blank cells for an absent one.</summary>
    public void WriteTasks()
    {
        var table = _file.Table;
        if (Pupil.Absent)
        {
            table.Skip(_unit.Tasks);
            return;
        }

        var scores = _unit.ScoresOf(_index);
        for (var j = 0; j < scores.Length; j++)
        {
            if (j == _brokenTask)
            {
                table.Number(_brokenScore);
                _file.Note(_brokenKind, Text(_brokenScore), scores[j] == Unit.X ? "X" : Text(scores[j]));
            }
            else if (scores[j] == Unit.X)
            {
                var passed = !_dirt.Chance(DirtRates.NotPassed);
                table.Text(passed ? _xToken : "не пройд.");
                if (!passed) _file.Note(DirtKind.NotPassed, "не пройд.", "X");
                else if (_xToken != "X") _file.Note(DirtKind.XSpelling, _xToken, "X");
            }
            else
            {
                table.Number(scores[j]);
            }
        }
    }

    /// <summary>The journal column.</summary>
    public void WriteJournal()
    {
        var table = _file.Table;
        var mark = Pupil.Journal;
        if (mark == 0)
        {
            var text = _dirt.NoJournal();
            table.Text(text);
            if (text != "нет отметки") _file.Note(DirtKind.JournalNoneSpelling, text, "нет отметки");
        }
        else if (Shifted)
        {
            table.Text("ж");
            _file.Note(DirtKind.ColumnShift, "ж", Text(mark));
        }
        else if (_dirt.Chance(DirtRates.JournalBad))
        {
            table.Number(1);
            _file.Note(DirtKind.JournalBad, "1", Text(mark));
        }
        else
        {
            table.Number(mark);
        }
    }

    /// <summary>The sex column.</summary>
    public void WriteSex() => _file.Table.Text(Shifted ? ClassName : Pupil.IsBoy ? "м" : "ж");

    /// <summary>The class column.</summary>
    public void WriteClass()
    {
        if (Shifted)
        {
            _file.Table.Skip();
            return;
        }

        var canonical = _file.ClassName(Class);
        _file.Table.Text(ClassName);
        if (ClassName != canonical) _file.Note(DirtKind.ClassSpelling, ClassName, canonical);
    }

    private int Points(int task)
    {
        var score = _unit.ScoresOf(_index)[task];
        return score == Unit.X ? 0 : score;
    }

    private static string Text(int value) => value.ToString(CultureInfo.InvariantCulture);
}
