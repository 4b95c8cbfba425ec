using System;
using Usersig;

/// <summary>What a test asks.</summary>
internal static class Check
{
    internal static void That(bool holds, string what)
    {
        if (!holds)
        {
            throw new InvalidOperationException(what);
        }
    }

    internal static void Equal(string what, object wanted, object found)
    {
        That(Equals(wanted, found), what + ": wanted " + wanted + ", found " + found);
    }

    internal static UsersigException Fault(Action call)
    {
        try
        {
            call();
            return null;
        }
        catch (UsersigException fault)
        {
            return fault;
        }
    }
}

internal static class Program
{
    private static int Main()
    {
        int passed = 0, failed = 0;
        foreach (Action test in new Action[]
        {
            Vectors.VerifyCases, Vectors.KeyCases, Vectors.SignCases, Vectors.PublishedCases, Door.BadInput, Door.SmallestNumber, Door.Use,
            Explanations.OfClaims, Explanations.OfDiagnosis, Explanations.ValuesAreThoseOfTheJson,
            Faces.Current, Faces.Legacy, Faces.DebugOnly, Faces.GoPeer, Door.EightThreads, Door.MillionTickets,
        })
        {
            if (test == Faces.GoPeer && Environment.GetEnvironmentVariable("USERSIG_PEERS") == null)
            {
                continue;
            }
            try
            {
                test();
                passed++;
            }
            catch (Exception fault)
            {
                failed++;
                Console.WriteLine("FAIL {0}.{1}: {2}", test.Method.DeclaringType, test.Method.Name, fault);
            }
        }
        Console.WriteLine("tests: {0} vectors: {1} not text: {2}", passed, Vectors.Count, Vectors.NotText);
        return failed == 0 ? 0 : 1;
    }
}
