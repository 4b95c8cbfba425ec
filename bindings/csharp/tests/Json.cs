using System;
using System.Collections.Generic;
using System.Globalization;
using System.Text;

/// <summary>Reads the JSON of the vectors: numbers are longs, objects dictionaries.</summary>
internal sealed class Json
{
    private readonly string text;
    private int at;

    private Json(string text)
    {
        this.text = text;
    }

    internal static Dictionary<string, object> Object(string text)
    {
        return (Dictionary<string, object>)new Json(text).Value();
    }

    internal static string Quote(string value)
    {
        StringBuilder quoted = new StringBuilder("\"");
        foreach (char c in value)
        {
            quoted.Append(c < ' ' || c > '~' || c == '"' || c == '\\' ? "\\u" + ((int)c).ToString("x4") : c.ToString());
        }
        return quoted.Append('"').ToString();
    }

    private char Next()
    {
        while (" \t\r\n".IndexOf(text[at]) >= 0)
        {
            at++;
        }
        return text[at];
    }

    private object Value()
    {
        switch (Next())
        {
            case '{':
                Dictionary<string, object> members = new Dictionary<string, object>();
                for (at++; Next() != '}';)
                {
                    string name = Text();
                    Next();
                    at++;
                    members[name] = Value();
                    at += Next() == ',' ? 1 : 0;
                }
                at++;
                return members;
            case '[':
                List<object> items = new List<object>();
                for (at++; Next() != ']';)
                {
                    items.Add(Value());
                    at += Next() == ',' ? 1 : 0;
                }
                at++;
                return items;
            case '"':
                return Text();
            default:
                int start = at;
                while (at < text.Length && " ,]}".IndexOf(text[at]) < 0)
                {
                    at++;
                }
                string word = text.Substring(start, at - start);
                return word == "null" ? null : word == "true" || word == "false" ? word == "true"
                    : (object)long.Parse(word, CultureInfo.InvariantCulture);
        }
    }

    private string Text()
    {
        Next();
        StringBuilder found = new StringBuilder();
        for (at++; text[at] != '"'; at++)
        {
            if (text[at] != '\\')
            {
                found.Append(text[at]);
                continue;
            }
            char c = text[++at];
            int known = "bfnrt".IndexOf(c);
            if (c == 'u')
            {
                found.Append((char)Convert.ToInt32(text.Substring(at + 1, 4), 16));
                at += 4;
            }
            else
            {
                found.Append(known < 0 ? c : "\b\f\n\r\t"[known]);
            }
        }
        at++;
        return found.ToString();
    }
}
