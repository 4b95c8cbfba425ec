using System;
using System.Collections.Generic;
using System.Linq;
using Mono.Cecil;

/// <summary>
/// Prints what assemblies use of netstandard, and makes the netstandard.dll that mono needs to run
/// them: it names the types that they use, and says that mono's class library has them. The first
/// assembly refers to nothing else.
/// Usage: platform TO ASSEMBLY...
/// </summary>
internal static class Platform
{
    // Everybody may have it; its hash stands where an assembly refers to netstandard.
    private const string PublicKey =
        "00240000048000009400000006020000002400005253413100040000010001004b86c4cb78549b34" +
        "bab61a3b1800e23bfeb5b3ec390074041536a7e3cbd97f5f04cf0f857155a8928eaa29ebfd11cfbb" +
        "ad3ba70efea7bda3226c6a8d370a4cd303f714486b6ebc225985a638471e6ef571cc92a4613c00b8" +
        "fa65d61ccee0cbe5f36330c9a01f4183559f1bef24cc2917c6d913e3a541333a1d05d9bed22b38cb";

    private static void Main(string[] arguments)
    {
        List<ModuleDefinition> modules = arguments.Skip(1).Select(ModuleDefinition.ReadModule).ToList();
        AssemblyNameReference name = modules[0].AssemblyReferences.Single();
        Console.WriteLine(name.FullName);
        foreach (string member in modules.SelectMany(Members).Distinct().OrderBy(line => line, StringComparer.Ordinal))
        {
            Console.WriteLine(member);
        }
        using (AssemblyDefinition facade = AssemblyDefinition.CreateAssembly(
            new AssemblyNameDefinition(name.Name, name.Version) { PublicKey = Bytes(PublicKey) }, name.Name, ModuleKind.Dll))
        {
            AssemblyNameReference mono = AssemblyNameReference.Parse(typeof(object).Assembly.FullName);
            facade.MainModule.AssemblyReferences.Add(mono);
            foreach (TypeReference type in modules.SelectMany(Types).Where(type => !type.IsNested))
            {
                if (!facade.MainModule.ExportedTypes.Any(known => known.FullName == type.FullName))
                {
                    facade.MainModule.ExportedTypes.Add(new ExportedType(type.Namespace, type.Name, facade.MainModule, mono)
                    {
                        Attributes = TypeAttributes.Forwarder,
                    });
                }
            }
            facade.Write(arguments[0]);
        }
    }

    private static IEnumerable<TypeReference> Types(ModuleDefinition module)
    {
        return module.GetTypeReferences().Where(type => type.Scope.Name == "netstandard");
    }

    private static IEnumerable<string> Members(ModuleDefinition module)
    {
        return Types(module).Select(type => type.FullName).Concat(module.GetMemberReferences()
            .Where(member => member.DeclaringType.GetElementType().Scope.Name == "netstandard")
            .Select(member => member.DeclaringType.GetElementType().FullName + "." + member.FullName.Split(new[] { "::" }, StringSplitOptions.None).Last()));
    }

    private static byte[] Bytes(string digits)
    {
        return Enumerable.Range(0, digits.Length / 2).Select(at => Convert.ToByte(digits.Substring(2 * at, 2), 16)).ToArray();
    }
}
