using Xunit;

namespace MsokoAnalytics.EndToEnd.Tests;

/// <summary>A test that executes notebooks: skipped, with a word how to mend it, where Jupyter is not installed. `.ci/run` installs it.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class JupyterFactAttribute : FactAttribute
{
    public JupyterFactAttribute()
    {
        if (Jupyter.Program is null) Skip = "jupyter-nbconvert is not installed (Debian: apt install jupyter-nbconvert python3-ipykernel python3-pandas python3-matplotlib)";
    }
}
