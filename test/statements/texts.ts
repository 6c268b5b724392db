/** Each statement that the program runs (`db.many(…)`, `one`, `first`, `run`), and what its text can be. */
import type { CallExpression, Node, TaggedTemplateExpression } from 'typescript/unstable/ast'
import * as is from 'typescript/unstable/ast/is'
import type { Checker, Project, Type } from 'typescript/unstable/sync'
import { projectFolder } from '../../src/ground/config.ts'
import { followMove } from '../../src/lifecycle/follow-move.ts'
import { lifecycle } from '../../src/lifecycle/lifecycle.ts'
import {
  calledName,
  elementsOf,
  type Follower,
  isFunction,
  NeedsCaller,
  openFollower,
  receiverOf,
  returnsOf,
  type Scope,
  Unresolved,
} from './follow.ts'

export type Found = {
  /** Where it is run: its file, and the line in it. */
  file: string
  line: number
  /** What the caller takes a row for; undefined where it takes none. */
  row: Type | undefined
  /** It takes one that nobody has written at the call: the compiler makes it up of where the answer goes. */
  isInferred: boolean
  /** Each text that it can have, or why that cannot be told by reading. */
  texts: string[] | { why: string }
}

/** `isOurs`: of which files, as they are named in the project's folder. */
export function statementsOf({ checker, program }: Project, isOurs: (file: string) => boolean): Found[] {
  const calls: CallExpression[] = []
  const collect = (node: Node): void => {
    if (is.isCallExpression(node)) calls.push(node)
    node.forEachChild(collect)
  }
  for (const name of program.getSourceFileNames())
    if (name.startsWith(`${projectFolder}/`) && isOurs(name.slice(projectFolder.length + 1)))
      collect(program.getSourceFile(name)!)
  const follower = openFollower(checker, calls)
  const { textsOf, isFragment } = openTexts(checker, follower)

  return calls.flatMap((call): Found[] => {
    const [statement] = call.arguments
    const name = calledName(call)
    if (!/^(many|one|first|run)$/.test(name.getText()) || !statement || !isFragment(statement)) return []
    const source = call.getSourceFile()
    const [row] = call.typeArguments ?? []
    const found = {
      file: source.fileName.slice(projectFolder.length + 1),
      line: source.getLineAndCharacterOfPosition(name.getStart()).line + 1,
      row: row && checker.getTypeFromTypeNode(row),
      isInferred:
        !row &&
        name.getText() !== 'run' &&
        !/unknown/.test(checker.typeToString(checker.getTypeAtLocation(call)!)),
    }
    try {
      return [{ ...found, texts: [...new Set(follower.byCaller(() => textsOf(statement, new Map())))] }]
    } catch (error) {
      if (!(error instanceof Unresolved || error instanceof NeedsCaller)) throw error
      return [{ ...found, texts: { why: error.message } }]
    }
  })
}

function openTexts(checker: Checker, { follow, bind }: Follower) {
  const isFragment = (node: Node): boolean => {
    const type = checker.getTypeAtLocation(node)
    const types = type?.isUnionType() ? type.getTypes()! : type ? [type] : []
    return types.some((of) => of.getSymbol()?.name === 'Sql')
  }

  /** Every text that a fragment can have, its values as `$1`, `$2` … are to be. */
  function textsOf(start: Node, scope: Scope): string[] {
    return follow(start, scope).flatMap(({ node, scope }) => {
      if (is.isTaggedTemplateExpression(node)) return templateTexts(node, scope)
      if (is.isIdentifier(node) && node.text === 'empty') return ['']
      if (is.isCallExpression(node)) return callTexts(node, scope)
      throw new Unresolved(`the text of ${node.getText().slice(0, 60)}`)
    })
  }

  function templateTexts({ template }: TaggedTemplateExpression, scope: Scope): string[] {
    if (is.isNoSubstitutionTemplateLiteral(template)) return [template.text]
    return template.templateSpans.reduce(
      (texts, { expression, literal }) =>
        beside(texts, isFragment(expression) ? textsOf(expression, scope) : [VALUE], literal.text),
      [template.head.text],
    )
  }

  function callTexts(call: CallExpression, scope: Scope): string[] {
    const [first, second] = call.arguments
    const name = call.expression.getText()
    if (name === 'raw') return wordsOf(first!, scope)
    // Which parts it has is data, not code: it is asked itself, about each move that may be meant.
    if (name === 'followMove') return movesOf(wordsOf(first!, scope), wordsOf(second!, scope))
    if (name === 'join') return [itemsOf(first!, scope).join(second ? wordsOf(second, scope)[0] : ',')]
    return follow(call.expression, scope).flatMap(({ node }) => {
      if (!isFunction(node)) throw new Unresolved(`what ${name} is`)
      const inner = bind(node, call.arguments, scope)
      return returnsOf(node).flatMap((returned) => textsOf(returned, inner))
    })
  }

  /** The parts of a list; one of each, where it is made of values. */
  function itemsOf(start: Node, scope: Scope): string[] {
    return follow(start, scope).flatMap(({ node, scope }) => {
      if (is.isArrayLiteralExpression(node)) return node.elements.map((of) => textsOf(of, scope)[0]!)
      const [mapping] = is.isCallExpression(node) ? node.arguments : []
      if (!is.isCallExpression(node) || calledName(node).getText() !== 'map' || !isFunction(mapping))
        throw new Unresolved(`the parts of ${node.getText().slice(0, 60)}`)
      const [list] = follow(receiverOf(node), scope)
      const elements = list && is.isArrayLiteralExpression(list.node) ? elementsOf(list.node) : []
      const scopes = elements.length > 0 ? elements.map((of) => bind(mapping, [of], scope)) : [scope]
      return scopes.map((inner) => textsOf(returnsOf(mapping)[0]!, inner)[0]!)
    })
  }

  /** What a word can be that is put into the text as it is. */
  function wordsOf(start: Node, scope: Scope): string[] {
    return follow(start, scope).flatMap(({ node, scope }) => {
      if (is.isStringLiteral(node) || is.isNoSubstitutionTemplateLiteral(node)) return [node.text]
      if (is.isCallExpression(node) && node.expression.getText() === 'String') return ['1']
      if (is.isCallExpression(node) && node.expression.getText() === 'Object.keys')
        return follow(node.arguments[0]!, scope).flatMap((of) => keysOf(of.node))
      // `['one', ...more].join(', ')`: one word made of several.
      if (is.isCallExpression(node) && calledName(node).getText() === 'join') {
        const between = wordsOf(node.arguments[0]!, scope)[0]
        const parts = follow(receiverOf(node), scope).flatMap((list) => elementsOf(list.node))
        return [
          parts.flatMap((of) => wordsOf(is.isSpreadElement(of) ? of.expression : of, scope)).join(between),
        ]
      }
      if (is.isTemplateExpression(node))
        return node.templateSpans.reduce(
          (texts, { expression, literal }) => beside(texts, wordsOf(expression, scope), literal.text),
          [node.head.text],
        )
      const type = checker.getTypeAtLocation(node)
      const types = type?.isUnionType() ? type.getTypes()! : type ? [type] : []
      const words = types.flatMap((of) => (of.isStringLiteralType() ? [String(of.value)] : []))
      if (words.length > 0 && words.length === types.length) return words
      throw new Unresolved(`the word ${node.getText().slice(0, 60)}`)
    })
  }

  return { textsOf, isFragment }
}

const movesOf = (kinds: string[], moves: string[]): string[] =>
  kinds.flatMap((kind) =>
    moves
      .filter((move) => move in lifecycle[kind as keyof typeof lifecycle])
      .map((move) => followMove(kind as never, move as never).strings.join(VALUE)),
  )

const keysOf = (node: Node): string[] => {
  if (!is.isObjectLiteralExpression(node)) throw new Unresolved(`the keys of ${node.getText().slice(0, 60)}`)
  return node.properties.map((property) => {
    const { name } = property as { name?: Node }
    if (!name) throw new Unresolved(`a key of ${node.getText().slice(0, 60)}`)
    return name.getText()
  })
}

/** Stands for a value until the whole text is there. */
const VALUE = '\0'

/** A text as PostgreSQL takes it. */
export const numbered = (text: string): string => {
  let at = 0
  return text.replaceAll(VALUE, () => `$${++at}`)
}

/**
 * Each text with one of the next parts, the shorter list from its start again: so each variant of a part is
 * in some text, and parts that are chosen alike (a table and its key) are so together.
 */
const beside = (texts: string[], parts: string[], then: string): string[] =>
  Array.from(
    { length: texts.length && parts.length && Math.max(texts.length, parts.length) },
    (_, at) => `${texts[at % texts.length]}${parts[at % parts.length]}${then}`,
  )
