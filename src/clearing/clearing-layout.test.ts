import { test } from 'node:test'
import { pageHasLayouts } from '../../test/layout-page.ts'
import { headerLayout, totalLayout, trailerLayout } from './clearing-envelope.ts'
import { detailLayout } from './clearing-record.ts'

test('the page that describes the layout has every position as it is', () =>
  pageHasLayouts('docs/clearing-file.md', {
    header: headerLayout,
    detail: detailLayout,
    total: totalLayout,
    trailer: trailerLayout,
  }))
