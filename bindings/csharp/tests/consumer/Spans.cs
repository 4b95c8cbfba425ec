using System;
using System.Text;

/// <summary>An empty project that installed the packages and uses spans. It prints a ticket.</summary>
internal static class Spans
{
    private static void Main()
    {
        using (var application = new Usersig.Application(1400000000, Environment.GetEnvironmentVariable("USERSIG_KEY")))
        {
            var user = new ReadOnlySpan<byte>(Encoding.UTF8.GetBytes("xiaojun"));
            var ticket = new Span<byte>(new byte[application.MaxLength("xiaojun")]);
            ticket = ticket.Slice(0, application.Sign(user, ticket, 3600));
            application.Verify(ticket, user);
            Console.WriteLine(Encoding.UTF8.GetString(ticket.ToArray()));
        }
    }
}
