using System.Collections;
using System.Data.Common;

namespace MsokoAnalytics.DuckDb;

/// <summary>The parameters of a command; names are compared without prefix and case.</summary>
public sealed class DuckDbParameterCollection : DbParameterCollection
{
    private readonly List<DuckDbParameter> _parameters = [];

    public override int Count => _parameters.Count;

    public override object SyncRoot => ((ICollection)_parameters).SyncRoot;

    public new DuckDbParameter this[int index]
    {
        get => _parameters[index];
        set => _parameters[index] = value;
    }

    public new DuckDbParameter this[string parameterName]
    {
        get => _parameters[Require(parameterName)];
        set => _parameters[Require(parameterName)] = value;
    }

    public DuckDbParameter Add(DuckDbParameter parameter)
    {
        _parameters.Add(parameter);
        return parameter;
    }

    /// <summary>Adds a parameter; any other value than a <see cref="DuckDbParameter"/> becomes a positional one.</summary>
    public override int Add(object value)
    {
        _parameters.Add(value as DuckDbParameter ?? new DuckDbParameter(value));
        return _parameters.Count - 1;
    }

    public DuckDbParameter AddWithValue(string parameterName, object? value) => Add(new DuckDbParameter(parameterName, value));

    public override void AddRange(Array values)
    {
        foreach (var value in values) Add(value!);
    }

    public override void Clear() => _parameters.Clear();

    public override bool Contains(object value) => IndexOf(value) >= 0;

    public override bool Contains(string value) => IndexOf(value) >= 0;

    public override void CopyTo(Array array, int index) => ((ICollection)_parameters).CopyTo(array, index);

    public override IEnumerator GetEnumerator() => _parameters.GetEnumerator();

    public override int IndexOf(object value) => value is DuckDbParameter parameter ? _parameters.IndexOf(parameter) : -1;

    public override int IndexOf(string parameterName)
    {
        var bare = parameterName.TrimStart('$', '@', ':');
        return _parameters.FindIndex(p => p.BareName.Equals(bare, StringComparison.OrdinalIgnoreCase));
    }

    public override void Insert(int index, object value) => _parameters.Insert(index, (DuckDbParameter)value);

    public override void Remove(object value) => _parameters.Remove((DuckDbParameter)value);

    public override void RemoveAt(int index) => _parameters.RemoveAt(index);

    public override void RemoveAt(string parameterName) => _parameters.RemoveAt(Require(parameterName));

    protected override DbParameter GetParameter(int index) => _parameters[index];

    protected override DbParameter GetParameter(string parameterName) => _parameters[Require(parameterName)];

    protected override void SetParameter(int index, DbParameter value) => _parameters[index] = (DuckDbParameter)value;

    protected override void SetParameter(string parameterName, DbParameter value) => _parameters[Require(parameterName)] = (DuckDbParameter)value;

    private int Require(string parameterName)
    {
        var index = IndexOf(parameterName);
        return index >= 0 ? index : throw new ArgumentException($"Нет параметра «{parameterName}».", nameof(parameterName));
    }
}
